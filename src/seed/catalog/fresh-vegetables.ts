import type { CatalogCategory, CatalogProduct } from "./types";

const provenceTomatoes: CatalogProduct = {
  handle: "provence-tomatoes",
  title: "普罗旺斯西红柿",
  subtitle: "沙瓤多汁，小时候的味道",
  description:
    "粉果品种，皮薄沙瓤，自然成熟后采摘，番茄味浓，生吃、凉拌、炒蛋都出汁。硬果放在室温阴凉处一两天会更软更甜，熟透后再冷藏。",
  options: [{ title: "规格", values: ["500g", "1kg", "2.5kg 整箱"] }],
  variants: [
    { sku: "VEG-TOMATO-500G", values: ["500g"], price: "7.35", stock: 260, weight: 530 },
    { sku: "VEG-TOMATO-1KG", values: ["1kg"], price: "13.80", stock: 180, weight: 1050 },
    { sku: "VEG-TOMATO-2500G", values: ["2.5kg 整箱"], price: "32.90", stock: 50, weight: 2800 },
  ],
};

const babyBokChoy: CatalogProduct = {
  handle: "baby-bok-choy",
  title: "上海青",
  subtitle: "矮脚肥梗，清炒最鲜",
  description:
    "本地基地凌晨采收，叶绿梗白，矮脚肥嫩，清炒、煮面、垫底都合适。到家后用厨房纸包好放进保鲜袋，冷藏三天依然水灵。",
  options: [{ title: "规格", values: ["300g", "500g", "1kg"] }],
  variants: [
    { sku: "VEG-BOKCHOY-300G", values: ["300g"], price: "3.90", stock: 300, weight: 320 },
    { sku: "VEG-BOKCHOY-500G", values: ["500g"], price: "5.90", stock: 240, weight: 530 },
    { sku: "VEG-BOKCHOY-1KG", values: ["1kg"], price: "10.90", stock: 90, weight: 1040 },
  ],
};

const miniCucumbers: CatalogProduct = {
  handle: "mini-cucumbers",
  title: "水果黄瓜",
  subtitle: "无刺薄皮，洗洗就能吃",
  description:
    "长不过手掌的小黄瓜，无刺薄皮，籽小肉厚，咬下去咔嚓一声，清甜不涩。当水果吃，或拍碎拌蒜泥都好。冷藏保存四天，避免贴着冷藏室内壁冻伤。",
  options: [{ title: "规格", values: ["500g", "1kg"] }],
  variants: [
    { sku: "VEG-CUCUMBER-500G", values: ["500g"], price: "8.90", stock: 190, weight: 530 },
    { sku: "VEG-CUCUMBER-1KG", values: ["1kg"], price: "16.50", stock: 110, weight: 1040 },
  ],
};

const broccoli: CatalogProduct = {
  handle: "broccoli",
  title: "高山西兰花",
  subtitle: "花球紧实，焯水即食",
  description:
    "花球紧实、蕾粒细密，颜色深绿。掰成小朵用淡盐水泡十分钟，水开后焯一分钟捞出过凉，脆嫩清甜。去老梗的「净菜」款省去修剪，回家直接下锅。",
  options: [
    { title: "规格", values: ["1 颗约 400g", "2 颗约 800g"] },
    { title: "处理方式", values: ["整颗", "净菜"] },
  ],
  variants: [
    {
      sku: "VEG-BROCCOLI-1-W",
      values: ["1 颗约 400g", "整颗"],
      price: "7.90",
      stock: 170,
      weight: 430,
    },
    {
      sku: "VEG-BROCCOLI-1-C",
      values: ["1 颗约 400g", "净菜"],
      price: "9.90",
      stock: 80,
      weight: 420,
    },
    {
      sku: "VEG-BROCCOLI-2-W",
      values: ["2 颗约 800g", "整颗"],
      price: "14.90",
      stock: 75,
      weight: 850,
    },
    {
      sku: "VEG-BROCCOLI-2-C",
      values: ["2 颗约 800g", "净菜"],
      price: "18.90",
      stock: 0,
      weight: 840,
    },
  ],
};

const sandGrownCarrots: CatalogProduct = {
  handle: "sand-grown-carrots",
  title: "沙地胡萝卜",
  subtitle: "细芯脆甜，榨汁也香",
  description:
    "沙质土里长出来的胡萝卜，表皮光滑、芯细肉厚，生吃脆甜没有土腥味。炖牛腩、炒丝、榨汁都合适。带泥款更耐放，阴凉处可存十天。",
  options: [
    { title: "规格", values: ["500g", "1.5kg"] },
    { title: "处理方式", values: ["带泥", "水洗"] },
  ],
  variants: [
    { sku: "VEG-CARROT-500-R", values: ["500g", "带泥"], price: "3.60", stock: 220, weight: 530 },
    { sku: "VEG-CARROT-500-C", values: ["500g", "水洗"], price: "4.20", stock: 210, weight: 520 },
    {
      sku: "VEG-CARROT-1500-R",
      values: ["1.5kg", "带泥"],
      price: "9.80",
      stock: 100,
      weight: 1580,
    },
    {
      sku: "VEG-CARROT-1500-C",
      values: ["1.5kg", "水洗"],
      price: "11.60",
      stock: 65,
      weight: 1560,
    },
  ],
};

const freshShiitake: CatalogProduct = {
  handle: "fresh-shiitake",
  title: "鲜香菇",
  subtitle: "肉厚柄短，煲汤提鲜",
  description:
    "菌盖圆整、菌褶洁白，肉厚柄短，闻着就有菌香。炖鸡、炒青菜、火锅都提鲜。不要提前水洗，用纸袋装好冷藏，四天内吃完。",
  options: [{ title: "规格", values: ["250g", "500g"] }],
  variants: [
    { sku: "VEG-SHIITAKE-250G", values: ["250g"], price: "8.80", stock: 150, weight: 280 },
    { sku: "VEG-SHIITAKE-500G", values: ["500g"], price: "16.60", stock: 95, weight: 540 },
  ],
};

export const freshVegetables: CatalogCategory = {
  handle: "fresh-vegetables",
  name: "新鲜蔬菜",
  description: "凌晨采收，当天到家，带着露水的脆嫩。",
  products: [
    provenceTomatoes,
    babyBokChoy,
    miniCucumbers,
    broccoli,
    sandGrownCarrots,
    freshShiitake,
  ],
};
