import type { CatalogCategory, CatalogProduct } from "./types";

const redFaceStrawberries: CatalogProduct = {
  handle: "red-face-strawberries",
  title: "丹东红颜草莓",
  subtitle: "清晨现摘，奶香浓郁",
  description:
    "丹东暖棚里自然成熟的红颜草莓，果尖到果蒂通体透红，一咬爆汁，带着淡淡奶香。每天清晨采摘，单层独立孔位包装，避免磕碰。草莓不耐放，建议收到当天食用；暂时吃不完请不要清洗，带蒂冷藏，两天内吃完。",
  options: [{ title: "规格", values: ["300g 尝鲜装", "500g 家庭装", "1kg 礼盒装"] }],
  variants: [
    {
      sku: "FRT-STRAWBERRY-300G",
      values: ["300g 尝鲜装"],
      price: "29.90",
      stock: 160,
      weight: 380,
    },
    {
      sku: "FRT-STRAWBERRY-500G",
      values: ["500g 家庭装"],
      price: "45.90",
      stock: 120,
      weight: 620,
    },
    { sku: "FRT-STRAWBERRY-1KG", values: ["1kg 礼盒装"], price: "99.00", stock: 24, weight: 1350 },
  ],
};

const luochuanApples: CatalogProduct = {
  handle: "luochuan-apples",
  title: "洛川红富士苹果",
  subtitle: "高原日照足，脆甜多汁",
  description:
    "产自海拔千米的陕西洛川，昼夜温差大，果肉紧实脆甜，细嚼无渣。果面条红自然，不打蜡。果径越大口感越脆，80mm 适合日常吃，90mm 适合送人。冷藏可保存三周。",
  options: [
    { title: "规格", values: ["4 枚装", "8 枚装"] },
    { title: "果径", values: ["80mm", "90mm"] },
  ],
  variants: [
    { sku: "FRT-APPLE-4-80", values: ["4 枚装", "80mm"], price: "16.80", stock: 200, weight: 1000 },
    { sku: "FRT-APPLE-4-90", values: ["4 枚装", "90mm"], price: "22.80", stock: 150, weight: 1300 },
    { sku: "FRT-APPLE-8-80", values: ["8 枚装", "80mm"], price: "31.90", stock: 110, weight: 1950 },
    { sku: "FRT-APPLE-8-90", values: ["8 枚装", "90mm"], price: "42.90", stock: 70, weight: 2550 },
  ],
};

const chunjianMandarins: CatalogProduct = {
  handle: "chunjian-mandarins",
  title: "眉山春见耙耙柑",
  subtitle: "皮薄好剥，籽少化渣",
  description:
    "四川眉山的春见柑在树上挂到自然转色才下果，皮松易剥，橘络少，果肉细嫩化渣，甜里带一点点清酸。老人孩子都喜欢。通风阴凉处可放一周，冷藏可放两周。",
  options: [
    { title: "规格", values: ["1.5kg", "2.5kg"] },
    { title: "果形", values: ["中果", "大果"] },
  ],
  variants: [
    {
      sku: "FRT-MANDARIN-1500-M",
      values: ["1.5kg", "中果"],
      price: "25.90",
      stock: 140,
      weight: 1650,
    },
    {
      sku: "FRT-MANDARIN-1500-L",
      values: ["1.5kg", "大果"],
      price: "32.90",
      stock: 90,
      weight: 1650,
    },
    {
      sku: "FRT-MANDARIN-2500-M",
      values: ["2.5kg", "中果"],
      price: "39.90",
      stock: 80,
      weight: 2700,
    },
    {
      sku: "FRT-MANDARIN-2500-L",
      values: ["2.5kg", "大果"],
      price: "49.90",
      stock: 45,
      weight: 2700,
    },
  ],
};

const shineMuscatGrapes: CatalogProduct = {
  handle: "shine-muscat-grapes",
  title: "云南阳光玫瑰葡萄",
  subtitle: "连皮吃，玫瑰香",
  description:
    "粒粒饱满的阳光玫瑰，皮薄无籽，连皮入口，脆爽清甜，回味是一缕玫瑰香。整串修剪后装盒，带着枝梗更耐放。清洗时剪下果粒，用淡盐水轻轻淘洗即可；冷藏保存五天。",
  options: [{ title: "规格", values: ["500g", "1kg", "2kg 礼盒装"] }],
  variants: [
    { sku: "FRT-GRAPE-500G", values: ["500g"], price: "26.80", stock: 130, weight: 600 },
    { sku: "FRT-GRAPE-1KG", values: ["1kg"], price: "49.90", stock: 85, weight: 1150 },
    { sku: "FRT-GRAPE-2KG", values: ["2kg 礼盒装"], price: "108.00", stock: 18, weight: 2450 },
  ],
};

const yunnanBlueberries: CatalogProduct = {
  handle: "yunnan-blueberries",
  title: "云南高原蓝莓",
  subtitle: "果粉完整，颗颗爆浆",
  description:
    "云南高原基地直采，果面一层白霜是新鲜的标志，清洗后直接吃，酸甜平衡，也适合拌酸奶、做早餐燕麦。收到后请冷藏，五天内吃完；冷冻后就是天然的小雪糕。",
  options: [
    { title: "规格", values: ["125g × 2 盒", "125g × 4 盒"] },
    { title: "果径", values: ["15mm+", "18mm+"] },
  ],
  variants: [
    {
      sku: "FRT-BLUEBERRY-2-15",
      values: ["125g × 2 盒", "15mm+"],
      price: "27.80",
      stock: 180,
      weight: 320,
    },
    {
      sku: "FRT-BLUEBERRY-2-18",
      values: ["125g × 2 盒", "18mm+"],
      price: "35.80",
      stock: 100,
      weight: 320,
    },
    {
      sku: "FRT-BLUEBERRY-4-15",
      values: ["125g × 4 盒", "15mm+"],
      price: "52.80",
      stock: 90,
      weight: 640,
    },
    {
      sku: "FRT-BLUEBERRY-4-18",
      values: ["125g × 4 盒", "18mm+"],
      price: "68.80",
      stock: 40,
      weight: 640,
    },
  ],
};

const kirinWatermelon: CatalogProduct = {
  handle: "kirin-watermelon",
  title: "海南麒麟西瓜",
  subtitle: "皮薄瓤红，冰镇更爽",
  description:
    "海南沙地种植的麒麟瓜，皮薄到刀尖一碰就裂，瓜瓤鲜红起沙，汁水清甜。每个瓜都经人工敲听，熟度正好再发货。切开后请盖保鲜膜冷藏，当天吃完口感最好。",
  options: [{ title: "规格", values: ["单个 2–2.5kg", "单个 3–3.5kg"] }],
  variants: [
    { sku: "FRT-WATERMELON-M", values: ["单个 2–2.5kg"], price: "23.90", stock: 95, weight: 2500 },
    { sku: "FRT-WATERMELON-L", values: ["单个 3–3.5kg"], price: "33.90", stock: 60, weight: 3500 },
  ],
};

export const seasonalFruit: CatalogCategory = {
  handle: "seasonal-fruit",
  name: "时令水果",
  description: "跟着节气走，只卖当季最好吃的那一口。",
  products: [
    redFaceStrawberries,
    luochuanApples,
    chunjianMandarins,
    shineMuscatGrapes,
    yunnanBlueberries,
    kirinWatermelon,
  ],
};
