import { readOptions } from "../src/command-line";
import { SimulatorStartError } from "../src";

describe("The command line", () => {
  it("sets every option, and none that was not given", () => {
    const all = ["--port", "0", "--host", "::1", "--directory", "/d", "--time-scale", "0.001"];
    expect(readOptions([...all, "--refund-processing-ms", "50", "--bills-next-day"])).toEqual({
      port: 0,
      host: "::1",
      directory: "/d",
      timeScale: 0.001,
      refundProcessingMs: 50,
      billsNextDay: true,
    });
    expect(readOptions([])).toEqual({});
  });

  it.each([
    [["--port", "http"], '--port cannot be "http"'],
    [["--port", ""], '--port cannot be ""'],
    [["--port", "70000"], '--port cannot be "70000"'],
    [["--port", "80.5"], '--port cannot be "80.5"'],
    [["--time-scale", "fast"], '--time-scale cannot be "fast"'],
    [["--speed", "1"], "Unknown option '--speed'"],
    [["--port"], "argument missing"],
    [["here"], "Unexpected argument 'here'"],
  ])("with %j is refused in one sentence with the usage", (args, sentence) => {
    const read = () => readOptions(args);
    expect(read).toThrow(SimulatorStartError);
    expect(read).toThrow(sentence);
    expect(read).toThrow(/^[^\n]+Usage: [^\n]+$/);
  });
});
