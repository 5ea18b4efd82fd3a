/** The work was cancelled; incomplete parts are done again next time. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() {
    super('cancelled');
  }
}
