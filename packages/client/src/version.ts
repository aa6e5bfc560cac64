/** The version of this package, as sent in `User-Agent`; `npm run release` keeps it equal to the one in package.json. */
export const version = '0.1.0';
