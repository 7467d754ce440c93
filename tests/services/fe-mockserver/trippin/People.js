// The operations of people.
module.exports = {
  getInitialDataSet: () => structuredClone(require('./People.json')),
  async executeAction(definition, data, keys) {
    const person = (await this.base.fetchEntries(keys))[0]
    switch (definition.name) {
      case 'GetFavoriteAirline':
        return { AirlineCode: 'MU', Name: 'China Eastern Airlines' }
      case 'GetFriendsTrips':
        return person.Trips.filter(() => data.userName === 'scottketchum')
      case 'ShareTrip':
        return undefined
      default:
        return this.throwError(`there is no ${definition.name}`, 404)
    }
  }
}
