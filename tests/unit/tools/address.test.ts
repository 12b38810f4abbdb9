import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../../sdk/package.json";
import { absoluteLinks, addressIn, withAddress } from "../../tools/address.mjs";
import { root } from "../../tools/layout.mjs";

const url = "https://github.com/contoso/pulumi-fabric-dataflow";

type Manifest = typeof manifest & { repository: { url: string } };

describe("the repository's address", () => {
  it("is set in every field at once, and a second address leaves nothing of the first", () => {
    const set = withAddress(withAddress(manifest, "https://github.com/former/name"), url) as Manifest;
    expect(set).to.deep.include({ homepage: `${url}#readme`, bugs: `${url}/issues` });
    expect(set.repository).to.deep.equal({ type: "git", url: `git+${url}.git`, directory: "sdk" });
    expect(addressIn(set)).to.equal(url);
    expect(Object.keys(set)).to.include.members(Object.keys(manifest));
  });

  it("makes the links of the packed README absolute, because npm shows only the README", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const packed = absoluteLinks(readme, url);
    expect(packed).to.contain(`](${url}/blob/HEAD/docs/review.md)`);
    expect(packed).to.match(new RegExp(`(\\]\\(|(src|srcset)=")${url}/raw/HEAD/docs/pictures/`));
    const left = [...packed.matchAll(/(?:\]\(|(?:src|srcset|href)=")([^)"\s]+)/g)].map(([, target]) => target!);
    expect(left.filter((target) => !/^([a-z]+:|#)/.test(target))).to.deep.equal([]);
    expect(absoluteLinks(readme, undefined)).to.equal(readme);
  });
});
