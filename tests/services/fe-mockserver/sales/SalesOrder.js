// The action of sales orders that has nothing to do with drafts.
module.exports = {
  getInitialDataSet: () => structuredClone(require('./SalesOrder.json')),
  async executeAction(definition, data) {
    if (definition.name !== 'confirm') this.throwError(`there is no ${definition.name}`, 404)
    return { Confirmed: true, Remark: data.Remark }
  }
}
