// The renderer inserts its rules into an empty <style>, which a server's policy of `style-src 'self'` disables. A
// constructed style sheet is allowed, and takes its place.
const { get: getNative } = Object.getOwnPropertyDescriptor(HTMLStyleElement.prototype, 'sheet');
const constructed = new WeakMap();

Object.defineProperty(HTMLStyleElement.prototype, 'sheet', {
  configurable: true,
  get() {
    const native = getNative.call(this);
    if (native || !this.isConnected) return native;
    if (!constructed.has(this)) {
      const sheet = new CSSStyleSheet();
      document.adoptedStyleSheets.push(sheet);
      constructed.set(this, sheet);
    }
    return constructed.get(this);
  },
});
