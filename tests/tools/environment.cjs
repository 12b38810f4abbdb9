// mocha loads this first. It hides the developer's own sign-in from the tests, so that no test uses a tenant.
const kept = new Set(["FABRIC_REST_API_SPECS"]);
for (const name of Object.keys(process.env)) {
  if (/^(FABRIC|AZURE|ARM)_/.test(name) && !kept.has(name)) delete process.env[name];
}
