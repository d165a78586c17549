import type { CatalogCategory, CatalogProduct } from "./types";

const salmonFillet: CatalogProduct = {
  handle: "salmon-fillet",
  title: "冰鲜三文鱼中段",
  subtitle: "油脂丰腴，入口即化",
  description:
    "只取鱼身中段，去皮去骨，纹理清晰，油脂丰腴。刺身切片款在恒温车间分切，收到当天即食；整块款适合香煎或烤箱低温慢烤。0–4℃ 冷藏，请在 24 小时内吃完。",
  options: [
    { title: "规格", values: ["200g", "400g"] },
    { title: "处理方式", values: ["整块", "刺身切片"] },
  ],
  variants: [
    { sku: "SEA-SALMON-200-W", values: ["200g", "整块"], price: "42.80", stock: 75, weight: 300 },
    {
      sku: "SEA-SALMON-200-S",
      values: ["200g", "刺身切片"],
      price: "46.80",
      stock: 60,
      weight: 300,
    },
    { sku: "SEA-SALMON-400-W", values: ["400g", "整块"], price: "82.80", stock: 32, weight: 540 },
    {
      sku: "SEA-SALMON-400-S",
      values: ["400g", "刺身切片"],
      price: "89.80",
      stock: 20,
      weight: 540,
    },
  ],
};

const blackTigerPrawns: CatalogProduct = {
  handle: "black-tiger-prawns",
  title: "黑虎虾",
  subtitle: "肉质弹牙，一只一口满足",
  description:
    "捕捞后船上急冻，一层薄冰衣锁住鲜味，净重不含冰。虾身黑纹分明，煮熟通红，肉质紧实弹牙。流水解冻后白灼、蒜蓉蒸或炭烤皆宜。零下 18℃ 冷冻保存。",
  options: [{ title: "规格", values: ["中虾 400g", "大虾 400g", "特大虾 800g"] }],
  variants: [
    { sku: "SEA-PRAWN-M-400", values: ["中虾 400g"], price: "49.90", stock: 110, weight: 520 },
    { sku: "SEA-PRAWN-L-400", values: ["大虾 400g"], price: "65.90", stock: 80, weight: 520 },
    { sku: "SEA-PRAWN-XL-800", values: ["特大虾 800g"], price: "149.00", stock: 22, weight: 980 },
  ],
};

const largeYellowCroaker: CatalogProduct = {
  handle: "large-yellow-croaker",
  title: "宁德大黄鱼",
  subtitle: "蒜瓣肉，清蒸见真味",
  description:
    "福建宁德深水网箱养殖，鱼身金黄，肉呈蒜瓣状，细嫩少刺。「三去」款已去鳞、去鳃、去内脏，解冻后直接清蒸八分钟，淋热油即成。冷冻保存，解冻后请勿复冻。",
  options: [
    { title: "规格", values: ["350g × 2 条", "500g × 2 条"] },
    { title: "处理方式", values: ["整条", "三去"] },
  ],
  variants: [
    {
      sku: "SEA-CROAKER-350-W",
      values: ["350g × 2 条", "整条"],
      price: "36.90",
      stock: 85,
      weight: 800,
    },
    {
      sku: "SEA-CROAKER-350-C",
      values: ["350g × 2 条", "三去"],
      price: "39.90",
      stock: 95,
      weight: 760,
    },
    {
      sku: "SEA-CROAKER-500-W",
      values: ["500g × 2 条", "整条"],
      price: "55.90",
      stock: 40,
      weight: 1120,
    },
    {
      sku: "SEA-CROAKER-500-C",
      values: ["500g × 2 条", "三去"],
      price: "58.90",
      stock: 48,
      weight: 1060,
    },
  ],
};

const swimmingCrabs: CatalogProduct = {
  handle: "swimming-crabs",
  title: "舟山梭子蟹",
  subtitle: "膏满肉甜，蒸十五分钟",
  description:
    "舟山渔场捕捞，出水急冻保鲜。母蟹看膏、公蟹吃肉，肚脐朝上冷水下锅，水开蒸十五分钟，配姜醋即可。螃蟹性寒，孕妇及过敏人群请慎食。零下 18℃ 冷冻保存。",
  options: [
    { title: "规格", values: ["2 只约 500g", "4 只约 1kg"] },
    { title: "公母", values: ["公蟹", "母蟹"] },
  ],
  variants: [
    {
      sku: "SEA-CRAB-2-M",
      values: ["2 只约 500g", "公蟹"],
      price: "52.80",
      stock: 50,
      weight: 620,
    },
    {
      sku: "SEA-CRAB-2-F",
      values: ["2 只约 500g", "母蟹"],
      price: "68.80",
      stock: 35,
      weight: 620,
    },
    {
      sku: "SEA-CRAB-4-M",
      values: ["4 只约 1kg", "公蟹"],
      price: "102.00",
      stock: 15,
      weight: 1180,
    },
    {
      sku: "SEA-CRAB-4-F",
      values: ["4 只约 1kg", "母蟹"],
      price: "132.00",
      stock: 8,
      weight: 1180,
    },
  ],
};

export const seafood: CatalogCategory = {
  handle: "seafood",
  name: "海鲜水产",
  description: "鲜活与急冻两条冷链，鲜味一步到家。",
  products: [salmonFillet, blackTigerPrawns, largeYellowCroaker, swimmingCrabs],
};
