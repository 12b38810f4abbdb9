import { expect } from "chai";
import { FabricError } from "../../../sdk/fabric/errors";
import { withRemedyIfGone } from "../../../sdk/lifecycle/goneWorkspace";

const urn = "urn:pulumi:dev::sales::fabric:Dataflow::orders";
const failing = (errorCode: string, status = 404) =>
  withRemedyIfGone(urn, () => Promise.reject(new FabricError({ operation: "get dataflow", status, errorCode }))).then(
    () => "",
    (error: Error) => error.message,
  );

describe("a refresh or delete in a workspace that is gone", () => {
  it("names the command that removes the resource from the state, once", async () => {
    const message = await failing("WorkspaceNotFound");
    expect(message).to.contain("WorkspaceNotFound").and.contain(`pulumi state delete '${urn}'`);
    expect(message.split("pulumi state delete")).to.have.length(2);
  });

  it("does not change other refusals", async () => {
    for (const code of ["ItemNotFound", "InsufficientPrivileges", "EntityNotFound"])
      expect(await failing(code)).not.to.contain("state delete");
    expect(await withRemedyIfGone(urn, () => Promise.resolve(1))).to.equal(1);
  });
});
