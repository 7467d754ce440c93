// The operations that belong to no entity.
module.exports = {
  async executeAction(definition, data) {
    switch (definition.name) {
      case 'GetNearestAirport': {
        const airports = await (await this.base.getEntityInterface('Airports')).getAllEntries()
        const distance = ({ Location: { Loc } }) =>
          Math.hypot(Loc.coordinates[0] - data.lon, Loc.coordinates[1] - data.lat)
        return airports.sort((a, b) => distance(a) - distance(b))[0]
      }
      case 'ResetDataSource':
        return undefined
      default:
        return this.throwError(`there is no ${definition.name}`, 404)
    }
  }
}
