/** What a shell or a CI system sets, and programs under test obey: colors, language, proxy, installation. */
const inherited =
  /^(CI|GITHUB_.*|NO_COLOR|FORCE_COLOR|COLUMNS|LANG|LC_[A-Z]+|(https?|no|all)_proxy|TFE?_.*|(ADMIN|USER)_TOKEN)$/i;

for (const name of Object.keys(process.env)) if (inherited.test(name)) delete process.env[name];
