/**
 * The demo shop outside its catalog. Names are also the keys by which a later run finds what an
 * earlier one made: renaming one here makes a second one in every existing database.
 */
export const shop = {
  storeName: "鲜果集",
  currencyCode: "cny",
  countryCode: "cn",
  regionName: "中国",
  salesChannel: { name: "微信小程序", description: "鲜果集微信小程序商城" },
  publishableKeyTitle: "微信小程序",
  paymentProviderId: "pp_wechat_pay",
  taxProviderId: "tp_system",
  fulfillmentProviderId: "manual_manual",
  location: {
    name: "鲜果集华东仓",
    address: {
      country_code: "cn",
      province: "上海市",
      city: "上海市",
      address_1: "嘉定区鲜果路 1 号",
      postal_code: "201800",
    },
  },
  fulfillmentSet: { name: "鲜果集配送", type: "shipping" },
  serviceZoneName: "全国配送",
  shippingProfileName: "生鲜商品",
  /** Yuan, tax included. */
  express: {
    name: "快递配送",
    code: "express",
    description: "冷链快递次日送达，运费 8 元，商品满 99 元包邮",
    fee: 8,
    freeFrom: 99,
  },
} as const;
