import fs from "node:fs";
import path from "node:path";
import { linkPlugins } from "../src/lib/plugin-links";
import { temporaryFolder, writeFiles } from "./temporary-folder";

const root = temporaryFolder();

describe("plugins of the checkout", () => {
  beforeAll(() => {
    writeFiles(root, {
      "plugins/pay/package.json": "{}",
      "plugins/pay/src/modules/pay/index.ts": "source",
      "plugins/pay/.medusa/server/src/modules/pay/index.js": "a real build",
      "plugins/notes.md": "",
      "admin-extensions/package.json": "{}",
      "admin-extensions/src/index.ts": "",
    });
  });

  it("are loaded from their sources, also where a real build was", () => {
    const plugins = linkPlugins(root);
    expect(plugins).toEqual([path.join(root, "plugins/pay"), path.join(root, "admin-extensions")]);
    const loaded = path.join(root, "plugins/pay/.medusa/server/src");
    expect(fs.readFileSync(path.join(loaded, "modules/pay/index.ts"), "utf8")).toBe("source");
    expect(fs.existsSync(path.join(loaded, "modules/pay/index.js"))).toBe(false);
  });

  it("tell Medusa where their admin pages are", () => {
    const options = path.join(root, "admin-extensions/.medusa/server/medusa-plugin-options.json");
    expect(JSON.parse(fs.readFileSync(options, "utf8"))).toEqual({
      srcDir: path.join(root, "admin-extensions/src"),
    });
  });

  it("are left as they are when they are linked already", () => {
    const link = path.join(root, "plugins/pay/.medusa/server/src");
    const before = fs.lstatSync(link).ino;
    linkPlugins(root);
    expect(fs.lstatSync(link).ino).toBe(before);
  });
});
