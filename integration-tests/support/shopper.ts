import type { MallAddresses } from "./addresses";
import { call, eventually, ok, type Answer, type Call } from "./http";
import { Simulator } from "./simulator";

export interface PayParameters {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: "RSA";
  paySign: string;
}

export interface Variant {
  id: string;
  title: string;
  sku: string;
  inventory_quantity?: number;
  calculated_price: { calculated_amount: number };
}

export interface Product {
  id: string;
  handle: string;
  title: string;
  thumbnail: string | null;
  variants: Variant[];
}

export interface Order {
  id: string;
  display_id: number;
  total: number;
  shopper_status: string;
  payment_deadline: string | null;
  payment_status: string;
}

export interface Cart {
  id: string;
  total: number;
}

const address = {
  first_name: "小明",
  last_name: "王",
  phone: "13800138000",
  country_code: "cn",
  province: "上海市",
  city: "上海市",
  address_1: "浦东新区世纪大道 100 号",
  postal_code: "200120",
};

/** A shopper with a mini-program: everything goes over HTTP, as it would from a phone. */
export class Shopper {
  private constructor(
    readonly mall: MallAddresses,
    readonly simulator: Simulator,
    readonly openid: string,
    readonly token: string,
    readonly customerId: string,
    readonly isNew: boolean,
  ) {}

  /** wx.login and our one login call. */
  static async login(mall: MallAddresses, openid?: string): Promise<Shopper> {
    const simulator = new Simulator(mall.simulator_url);
    const user = await simulator.loginCode(openid === undefined ? {} : { openid });
    const { token, customer, is_new } = await ok<{
      token: string;
      customer: { id: string };
      is_new: boolean;
    }>(`${mall.api_url}/store/wechat/login`, {
      method: "POST",
      headers: { "x-publishable-api-key": mall.publishable_key },
      body: { code: user.code },
    });
    return new Shopper(mall, simulator, user.openid, token, customer.id, is_new);
  }

  /** A call with this shopper's token, whatever the answer. */
  call<Body = unknown>(path: string, request: Call = {}): Promise<Answer<Body>> {
    return call<Body>(this.mall.api_url + path, this.#authorized(request));
  }

  products(query = "limit=50"): Promise<Product[]> {
    const fields = "fields=*variants.calculated_price,%2Bvariants.inventory_quantity";
    return this.#ok<{ products: Product[] }>(
      `/store/products?region_id=${this.mall.region_id}&${fields}&${query}`,
    ).then(({ products }) => products);
  }

  /** A cart with an address and the first shipping option, ready to be ordered. */
  async fillCart(items: { variant_id: string; quantity: number }[]): Promise<Cart> {
    const { cart } = await this.#post<{ cart: Cart }>("/store/carts", {
      region_id: this.mall.region_id,
      items,
      shipping_address: address,
    });
    const { shipping_options } = await this.#ok<{ shipping_options: { id: string }[] }>(
      `/store/shipping-options?cart_id=${cart.id}`,
    );
    const shipped = await this.#post<{ cart: Cart }>(`/store/carts/${cart.id}/shipping-methods`, {
      option_id: shipping_options[0]?.id,
    });
    return shipped.cart;
  }

  /** Opens the payment session; nothing is charged yet. */
  async openPayment(cartId: string): Promise<void> {
    const { payment_collection } = await this.#post<{ payment_collection: { id: string } }>(
      "/store/payment-collections",
      { cart_id: cartId },
    );
    await this.#post(`/store/payment-collections/${payment_collection.id}/payment-sessions`, {
      provider_id: this.mall.payment_provider_id,
    });
  }

  /** Places the order, whatever the answer: the last one of a product may be gone. */
  complete(cartId: string): Promise<Answer<{ type: string; order: Order; error?: unknown }>> {
    return this.call(`/store/carts/${cartId}/complete`, { method: "POST" });
  }

  /** From a variant to an order that waits for its payment. */
  async placeOrder(items: { variant_id: string; quantity: number }[]): Promise<Order> {
    const cart = await this.fillCart(items);
    await this.openPayment(cart.id);
    const { status, body } = await this.complete(cart.id);
    if (body.type !== "order")
      throw new Error(`No order (${String(status)}): ${JSON.stringify(body)}`);
    return body.order;
  }

  payParameters(orderId: string): Promise<PayParameters> {
    return this.#post<PayParameters>(`/store/orders/${orderId}/pay`, {});
  }

  /** Asks for the pay parameters and pays at WeChat. */
  async pay(orderId: string): Promise<void> {
    const parameters = await this.payParameters(orderId);
    await this.simulator.pay(parameters.package, this.openid);
  }

  async order(orderId: string): Promise<Order> {
    const { order } = await this.#ok<{ order: Order }>(`/store/orders/${orderId}`);
    return order;
  }

  /** Waits until the order has this status; answers how many milliseconds it took. */
  async waitForStatus(orderId: string, status: string, seconds = 10): Promise<number> {
    const start = performance.now();
    await eventually(
      `order ${orderId} is ${status}`,
      async () => ((await this.order(orderId)).shopper_status === status ? true : undefined),
      seconds,
    );
    return performance.now() - start;
  }

  #ok<Body>(path: string): Promise<Body> {
    return ok<Body>(this.mall.api_url + path, this.#authorized({}));
  }

  #post<Body>(path: string, body: unknown): Promise<Body> {
    return ok<Body>(this.mall.api_url + path, this.#authorized({ method: "POST", body }));
  }

  #authorized(request: Call): Call {
    return {
      ...request,
      headers: {
        "x-publishable-api-key": this.mall.publishable_key,
        authorization: `Bearer ${this.token}`,
        ...request.headers,
      },
    };
  }
}
