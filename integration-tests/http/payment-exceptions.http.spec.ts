import { Admin } from "../support/admin";
import { call, type Answer } from "../support/http";
import { raiseException } from "../support/payment-exceptions";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

const mall = stack();
const path = "/admin/payment-exceptions";

interface Listed {
  payment_exceptions: { id: string; kind: string; order_id: string | null }[];
  count: number;
}

interface Detail {
  state: string;
  actions: object[];
}

interface Body {
  payment_exception: Detail;
  code: string;
  message: string;
}

describe("a merchant at the exception queue", () => {
  let admin: Admin;
  beforeAll(async () => {
    admin = await Admin.login(mall);
  });

  const post = (to: string, body: unknown): Promise<Answer<Body>> =>
    call(mall.api_url + to, {
      method: "POST",
      headers: { authorization: `Bearer ${admin.token}` },
      body,
    });
  const get = (to: string): Promise<Answer<Body>> =>
    call(mall.api_url + to, { headers: { authorization: `Bearer ${admin.token}` } });

  it("lists what is about an order, newest first, a page at a time", async () => {
    const shopper = await Shopper.login(mall);
    const order = await shopper.placeOrder(await inStock(shopper));
    const seen = { kind: "second_success", orderId: order.id, amount: "19.9" };
    const older = await raiseException(mall, { ...seen, raisedAt: new Date("2026-11-01") });
    const newer = await raiseException(mall, { ...seen, raisedAt: new Date("2026-11-02") });
    const all = await admin.get<Listed>(`${path}?order_id=${order.id}`);
    expect(all).toMatchObject({ count: 2, limit: 20, offset: 0 });
    expect(all.payment_exceptions.map(({ id }) => id)).toEqual([newer, older]);
    expect(all.payment_exceptions[0]).toMatchObject({
      amount: 19.9,
      state: "open",
      order_display_id: order.display_id,
    });
    const second = await admin.get<Listed>(`${path}?order_id=${order.id}&limit=1&offset=1`);
    expect(second.payment_exceptions.map(({ id }) => id)).toEqual([older]);
    expect(second.count).toBe(2);
  });

  it("finds what is open, what is decided and what is of a kind", async () => {
    const orderId = `order_${crypto.randomUUID()}`;
    const open = await raiseException(mall, { kind: "bill_amount", orderId });
    const decided = await raiseException(mall, { kind: "bill_status", orderId });
    await admin.post(`${path}/${decided}/accept`, { note: "两边已核对" });
    const ids = async (query: string) =>
      (await admin.get<Listed>(`${path}?order_id=${orderId}&${query}`)).payment_exceptions.map(
        ({ id }) => id,
      );
    expect(await ids("state=open")).toEqual([open]);
    expect(await ids("state=resolved")).toEqual([decided]);
    expect(await ids("kind=bill_amount")).toEqual([open]);
    expect(await ids("kind=bill_amount&state=resolved")).toEqual([]);
  });

  it("accepts one with a reason, and stands in its history by name", async () => {
    const id = await raiseException(mall, {
      kind: "unknown_refund",
      evidence: { amount: { refund: 1990 } },
    });
    await admin.post(`${path}/${id}/note`, { note: " 已问过财务 " });
    const { payment_exception } = await admin.post<Body>(`${path}/${id}/accept`, {
      note: "财务在商户平台退的",
    });
    expect(payment_exception).toMatchObject({
      id,
      state: "resolved",
      resolution: "accepted",
      is_refundable: false,
      is_retryable: false,
      evidence: [{ key: "amount.refund", value: "19.90", format: "yuan" }],
      actions: [
        { action: "raised", actor: null, note: null },
        { action: "noted", actor: { email: mall.admin.email }, note: "已问过财务" },
        { action: "accepted", actor: { email: mall.admin.email }, note: "财务在商户平台退的" },
      ],
    });
    expect(await admin.get(`${path}/${id}`)).toEqual({ payment_exception });
  });

  it("decides once, however many click at once", async () => {
    const id = await raiseException(mall, { kind: "bill_missing_there" });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => post(`${path}/${id}/accept`, { note: "已核对" })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const late = answers.filter(({ status }) => status !== 200);
    expect(late.map(({ status, body }) => [status, body.code])).toEqual(
      late.map(() => [400, "payment_exception.already_resolved"]),
    );
    const { body } = await get(`${path}/${id}`);
    expect(body.payment_exception.actions).toHaveLength(2);
  });

  it("may add to the history of what is decided", async () => {
    const id = await raiseException(mall, { kind: "bill_amount" });
    await admin.post(`${path}/${id}/accept`, { note: "已核对" });
    expect((await post(`${path}/${id}/note`, { note: "补充凭证号 1" })).status).toBe(200);
    for (const action of ["accept", "refund", "retry"]) {
      const { status, body } = await post(`${path}/${id}/${action}`, { note: "再来一次" });
      expect([status, body.code]).toEqual([400, "payment_exception.already_resolved"]);
    }
  });

  it.each([
    ["refund", "not_refundable"],
    ["retry", "not_retryable"],
  ])("cannot %s what holds nothing of that sort, and it stays open", async (action, code) => {
    const id = await raiseException(mall, { kind: "bill_amount" });
    const { status, body } = await post(`${path}/${id}/${action}`, { note: "试试" });
    expect([status, body.code]).toEqual([400, `payment_exception.${code}`]);
    const after = await get(`${path}/${id}`);
    expect(after.body.payment_exception).toMatchObject({ state: "open" });
    expect(after.body.payment_exception.actions).toHaveLength(1);
  });

  it.each([
    ["success_differs", true, false],
    ["refund_refused", false, true],
    ["refund_exceeds", false, false],
  ])("is told what can be done about %s", async (kind, isRefundable, isRetryable) => {
    const id = await raiseException(mall, { kind });
    const { body } = await get(`${path}/${id}`);
    expect(body.payment_exception).toMatchObject({
      is_refundable: isRefundable,
      is_retryable: isRetryable,
    });
  });

  it.each(["accept", "note", "refund", "retry"])("gets 404 for an unknown one (%s)", async (to) => {
    const { status, body } = await post(`${path}/pexc_unknown/${to}`, { note: "试试" });
    expect([status, body.code]).toEqual([404, "payment_exception.not_found"]);
  });

  it("gets 404 for an unknown one", async () => {
    const { status, body } = await get(`${path}/pexc_unknown`);
    expect([status, body.code]).toEqual([404, "payment_exception.not_found"]);
  });

  it.each<[string, string, unknown, string]>([
    ["no reason", "accept", {}, "note"],
    ["an empty reason", "refund", { note: "  " }, "note"],
    ["an endless reason", "note", { note: "长".repeat(501) }, "note"],
    ["a number for a reason", "retry", { note: 5 }, "note"],
    ["an unknown field", "accept", { note: "好", amount: 1 }, "amount"],
    ["a list", "accept", [], "required"],
  ])("is answered 400 for %s (%s)", async (_, to, body, names) => {
    const id = await raiseException(mall, { kind: "refund_refused" });
    const answer = await post(`${path}/${id}/${to}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(names);
    expect((await get(`${path}/${id}`)).body.payment_exception.actions).toHaveLength(1);
  });

  it.each([
    ["state=lost", "state"],
    ["kind=bad_mood", "kind"],
    ["limit=0", "limit"],
    ["limit=1000", "limit"],
    ["offset=-1", "offset"],
    ["limit=many", "limit"],
    ["order=amount", "order"],
    ["order_id=a&order_id=b", "order_id"],
  ])("is answered 400 for a list with %s", async (query, names) => {
    const { status, body } = await get(`${path}?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual(
      expect.objectContaining({ type: expect.any(String), code: expect.any(String) }),
    );
    expect(body.message).toContain(names);
  });

  it("has to be logged in", async () => {
    expect((await call(mall.api_url + path)).status).toBe(401);
    const shopper = await Shopper.login(mall);
    expect((await shopper.call(path)).status).toBe(401);
  });
});
