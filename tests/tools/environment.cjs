// What mocha loads first. Nothing of the developer's own sign-in reaches a test, or a test would act on a tenant.
const kept = new Set(["FABRIC_REST_API_SPECS"]);
for (const name of Object.keys(process.env)) {
  if (/^(FABRIC|AZURE|ARM)_/.test(name) && !kept.has(name)) delete process.env[name];
}
