import { randomInt } from "node:crypto";
import { draw } from "./draw";
import { faultNames, type Fault, type FaultName, type FaultSettings } from "./schema";

/** Where a fault may strike: a request to WeChat, or one that WeChat sends to the merchant. */
export interface Occasion {
  method: string;
  path: string;
}

interface Tally {
  seen: number;
  fired: number;
}

function matches(route: string | undefined, occasion: Occasion): boolean {
  if (route === undefined) {
    return true;
  }
  const space = route.indexOf(" ");
  const pattern = route
    .slice(space + 1)
    .split("*")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  const methodFits = space === -1 || route.slice(0, space) === occasion.method;
  return methodFits && new RegExp(`^${pattern}$`).test(occasion.path);
}

/** The faults in force; they live in memory and end with the process. */
export class Faults {
  private settings: FaultSettings = {};
  private seed = 0;
  private readonly tallies = new Map<FaultName, Tally>();

  constructor() {
    this.replace({});
  }

  /** Puts these faults in force instead of all others and starts every count anew. */
  replace(settings: FaultSettings): void {
    this.settings = settings;
    this.seed = settings.seed ?? randomInt(2 ** 32);
    this.tallies.clear();
  }

  /**
   * Whether this fault strikes now, and with which parameters. Every call is one occasion: it uses
   * up one draw, or one of the count.
   */
  strikes<N extends FaultName>(
    name: N,
    occasion: Occasion,
    applies: (fault: Fault<N>) => boolean = () => true,
  ): Fault<N> | undefined {
    const fault = this.settings[name] as Fault<N> | undefined;
    if (!fault || !matches(fault.route, occasion) || !applies(fault)) {
      return undefined;
    }
    const tally = this.tallies.get(name) ?? { seen: 0, fired: 0 };
    this.tallies.set(name, tally);
    const fires =
      fault.count === undefined
        ? draw(this.seed, name, tally.seen) < (fault.probability ?? 0)
        : tally.fired < fault.count;
    tally.seen += 1;
    tally.fired += fires ? 1 : 0;
    return fires ? fault : undefined;
  }

  /** The faults in force with how many occasions each has seen and used. */
  report() {
    const inForce = faultNames.flatMap((name) => {
      const fault = this.settings[name];
      const tally = this.tallies.get(name) ?? { seen: 0, fired: 0 };
      const remaining =
        fault?.count === undefined ? {} : { remaining: Math.max(0, fault.count - tally.fired) };
      return fault ? [[name, { ...fault, ...tally, ...remaining }] as const] : [];
    });
    return { seed: this.seed, faults: Object.fromEntries(inForce) };
  }
}
