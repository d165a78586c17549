import type { MallAddresses } from "./addresses";
import { ok } from "./http";

export interface AdminOrder {
  id: string;
  display_id: number;
  status: string;
  payment_status: string;
  fulfillment_status: string;
  total: number;
}

/** A merchant at the admin API. */
export class Admin {
  private constructor(
    readonly mall: MallAddresses,
    readonly token: string,
  ) {}

  static async login(mall: MallAddresses): Promise<Admin> {
    const { token } = await ok<{ token: string }>(`${mall.api_url}/auth/user/emailpass`, {
      method: "POST",
      body: mall.admin,
    });
    return new Admin(mall, token);
  }

  get<Body>(path: string): Promise<Body> {
    return ok<Body>(this.mall.api_url + path, { headers: this.#headers() });
  }

  post<Body>(path: string, body: unknown): Promise<Body> {
    return ok<Body>(this.mall.api_url + path, { method: "POST", headers: this.#headers(), body });
  }

  order(id: string): Promise<AdminOrder> {
    return this.get<{ order: AdminOrder }>(`/admin/orders/${id}`).then(({ order }) => order);
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}
