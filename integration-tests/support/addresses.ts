/** Where a running mall is, as `.mall/dev.json` and the test stack tell it. */
export interface MallAddresses {
  api_url: string;
  admin_url: string;
  simulator_url: string;
  publishable_key: string;
  region_id: string;
  payment_provider_id: string;
  admin: { email: string; password: string };
}
