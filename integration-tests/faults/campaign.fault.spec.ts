import { disagreements, unfinished } from "../campaign/books";
import { operate, type Scene } from "../campaign/operations";
import { Admin } from "../support/admin";
import { eventually } from "../support/http";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { seededRandom } from "../support/random";
import { Shopper } from "../support/shopper";

/** MALL_CAMPAIGN_OPERATIONS=10000 MALL_CAMPAIGN_SEED=7 npm run test:faults -- campaign */
const OPERATIONS = Number(process.env.MALL_CAMPAIGN_OPERATIONS ?? 80);
const SEED = Number(process.env.MALL_CAMPAIGN_SEED ?? 1);
const SHOPPERS = 4;
const OPERATIONS_BETWEEN_KILLS = 40;

const weather = {
  seed: SEED,
  lose_notification: { probability: 0.2 },
  duplicate_notification: { probability: 0.2 },
  delay_notification: { probability: 0.2, ms: 1500 },
  reorder_notifications: { probability: 0.2, ms: 1500 },
  server_error: { probability: 0.05, route: "/v3*" },
  cut_off_after_effect: { probability: 0.02, route: "/v3*" },
  refund_closed: { probability: 0.1 },
};

let own: OwnMall;

beforeAll(async () => {
  own = await startOwnMall("campaign");
});
afterAll(() => own.stop());

/** Kills the server with -9 and starts it again, while shoppers go on. */
async function killAndRestart(): Promise<void> {
  await own.killServer();
  await own.startServer();
}

describe(`a campaign of ${OPERATIONS} operations with seed ${SEED}`, () => {
  it("loses no fen and no piece of stock, whatever is lost, cut off or killed", async () => {
    const admin = await Admin.login(own.mall);
    const scenes = await Promise.all(
      Array.from({ length: SHOPPERS }, async (_, index): Promise<Scene> => {
        const shopper = await Shopper.login(own.mall);
        return {
          own,
          admin,
          shopper,
          random: seededRandom(SEED * 1000 + index),
          orders: [],
          sheets: [],
        };
      }),
    );
    await own.simulator.faults(weather);

    let begun = 0;
    let finished = 0;
    let restart = Promise.resolve();
    const goOn = async (scene: Scene) => {
      while (begun < OPERATIONS) {
        begun += 1;
        if (begun % OPERATIONS_BETWEEN_KILLS === 0) restart = restart.then(killAndRestart);
        if (await operate(scene)) finished += 1;
        else await restart;
      }
    };
    await Promise.all(scenes.map(goOn));
    await restart;
    // A campaign in which nothing happened would prove nothing.
    expect(finished).toBeGreaterThan(OPERATIONS / 2);

    await own.simulator.faults({});
    await own.rows(
      "UPDATE wechat_payment SET next_query_at = now() WHERE next_query_at IS NOT NULL",
    );
    await eventually(
      "the mall has come to rest",
      async () => {
        const left = await unfinished(own);
        return left.length === 0 ? true : undefined;
      },
      240,
    );
    expect(await disagreements(own)).toEqual([]);
    const [rows] = await own.rows(
      `SELECT (SELECT count(*) FROM wechat_payment WHERE state = 'paid') AS paid,
              (SELECT count(*) FROM "order" WHERE status = 'canceled') AS canceled,
              (SELECT count(*) FROM wechat_refund WHERE state = 'succeeded') AS refunded,
              (SELECT count(*) FROM wechat_refund WHERE state = 'closed') AS closed`,
    );
    console.log(`${finished} of ${OPERATIONS} operations finished; ${JSON.stringify(rows)}`);
  }, 1_800_000);
});
