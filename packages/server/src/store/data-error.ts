/** The data file or the database cannot be used. The message says why. */
export class DataError extends Error {
  override name = 'DataError';
}
