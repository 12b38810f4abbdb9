import { expect } from "chai";
import { leading } from "../../../sdk/lifecycle/dataflow/leading";
import { maskOf, rememberSecrets } from "../../../sdk/lifecycle/secretMask";

const state = (props: object, ...secrets: string[][]) => ({ ...props, __declaration: { secrets } });

describe("the mask of a step", () => {
  it("hides every secret input, by its path, including nested ones and whole maps", () => {
    const mask = maskOf(
      state(
        {
          parameters: { Pw: "hunter22-pw", Open: "open-value" },
          connections: { Sql: { path: "secret-server;db", datasourceId: "d" } },
          replacements: { "dev.example": { value: "prod.secret.example", times: 2 } },
          triggers: ["plain-trigger", "secret-trigger"],
        },
        ["parameters", "Pw"],
        ["connections"],
        ["replacements", "dev.example"],
        ["triggers", "1"],
      ),
    );
    expect(
      mask.text("hunter22-pw open-value secret-server;db prod.secret.example plain-trigger secret-trigger"),
    ).to.equal(
      "[secret: parameters.Pw] open-value [secret: connections.Sql.path] [secret: replacements.dev.example.value] " +
        "plain-trigger [secret: triggers.1]",
    );
  });

  it("hides secrets that only the state has", () => {
    const [before, after] = ["old-password", "new-password"].map((Pw) =>
      state({ parameters: { Pw } }, ["parameters", "Pw"]),
    );
    expect(maskOf(after!, before!).text("old-password new-password")).to.equal(
      "[secret: parameters.Pw] [secret: parameters.Pw]",
    );
  });

  it("hides secrets only of the dataflow of the run", () => {
    rememberSecrets("an-ITEM", state({ parameters: { Pw: "items-password" } }, ["parameters", "Pw"]));
    expect(maskOf({ dataflowId: "an-item" }).text("items-password")).to.equal("[secret: parameters.Pw]");
    expect(maskOf({ dataflowId: "another" }).text("items-password")).to.equal("items-password");
  });

  it("hides a name at the beginning of a line, too", () => {
    const name = { displayName: "prod" };
    expect(leading({ ...name, ...state({}, ["displayName"]) })).to.equal("[secret: displayName]: ");
    expect(leading({ ...name, ...state({}, ["description"]) })).to.equal("prod: ");
  });

  it("does not hide files or names of the definition, and nothing without a secret", () => {
    const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "section Section1;" };
    const props = {
      definition: { "mashup.pq": asset },
      queries: { "Sales Orders": "h" },
      parameters: { Q: "Sales Orders" },
    };
    expect(maskOf(state(props, ["definition"], ["parameters"])).text("section Section1; Sales Orders")).to.equal(
      "section Section1; Sales Orders",
    );
    expect(maskOf(state({ parameters: { Q: "Sales Orders" } })).text("Sales Orders")).to.equal("Sales Orders");
  });
});
