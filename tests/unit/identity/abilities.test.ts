import { expect } from "chai";
import { abilities, type Abilities, type Answer, type Findings } from "../../../sdk/identity/abilities";

type Answers = Record<keyof Abilities, Answer>;

const answers = (findings: Findings): Answers => {
  const may = abilities(findings);
  return {
    deploy: may.deploy.answer,
    readBack: may.readBack.answer,
    run: may.run.answer,
    schedule: may.schedule.answer,
    query: may.query.answer,
  };
};
const all = (deploy: Answer, readBack: Answer, run: Answer, query: Answer): Answers => ({
  ...{ deploy, readBack, run, schedule: run, query },
});

describe("the abilities of an identity", () => {
  const cases: [string, Findings, Answers][] = [
    ["a user who is Admin", { kind: "user", role: "Admin" }, all("yes", "yes", "likely", "likely")],
    ["a user who is Member", { kind: "user", role: "Member" }, all("yes", "yes", "likely", "likely")],
    [
      "a service principal: its run is the tenant's decision",
      { kind: "application", role: "Member" },
      all("yes", "yes", "unknown", "likely"),
    ],
    ["a Contributor may not run", { kind: "user", role: "Contributor" }, all("yes", "yes", "no", "likely")],
    ["a Viewer", { kind: "user", role: "Viewer" }, all("no", "no", "no", "no")],
    ["below Member, nothing to try", { kind: "user", role: "belowMember" }, all("unknown", "unknown", "no", "unknown")],
    [
      "below Member, a definition given",
      { kind: "user", role: "belowMember", definitionReadable: true },
      all("yes", "yes", "no", "likely"),
    ],
    [
      "below Member, a definition refused",
      { kind: "user", role: "belowMember", definitionReadable: false },
      all("no", "no", "no", "unknown"),
    ],
    [
      "a protected label tells nothing about the role",
      { kind: "user", role: "belowMember", definitionReadable: "protectedByLabel" },
      all("unknown", "no", "no", "unknown"),
    ],
    [
      "a token for items alone",
      { kind: "user", role: "Admin", scopes: ["Item.ReadWrite.All"] },
      all("yes", "yes", "no", "no"),
    ],
    [
      "a token for reading alone",
      { kind: "user", role: "Admin", scopes: ["Item.Read.All"], definitionReadable: true },
      all("no", "yes", "no", "no"),
    ],
    [
      "a token for everything the user may",
      { kind: "user", role: "Admin", scopes: ["user_impersonation"] },
      all("yes", "yes", "likely", "likely"),
    ],
    [
      "connections that are not shared",
      { kind: "user", role: "Admin", missingConnections: ["SQL sales"] },
      all("yes", "yes", "no", "no"),
    ],
  ];
  for (const [what, findings, expected] of cases) {
    it(what, () => expect(answers(findings)).to.deep.equal(expected));
  }

  it("have the reasons if something is not allowed", () => {
    const { run } = abilities({ kind: "user", role: "Admin", missingConnections: ["SQL sales", "Web api"] });
    expect(run.because).to.equal("these connections are not shared with it: SQL sales, Web api");
    expect(abilities({ kind: "application", role: "Admin" }).schedule.because).to.contain("SPNBasedRefreshNotAllowed");
    expect(abilities({ kind: "user", role: "Admin", scopes: [] }).run.because).to.contain("Dataflow.Execute.All");
  });
});
