interface Shelf {
  readonly category: string;
  readonly names: readonly string[];
  readonly origins: readonly string[];
  readonly descriptions: readonly string[];
  /** What tells SKUs apart, and the values it takes. */
  readonly attribute: string;
  readonly values: readonly string[];
  /** Yuan, of the cheapest SKU. */
  readonly prices: readonly [least: number, most: number];
}

export const SHELVES: readonly Shelf[] = [
  {
    category: '茶叶茶具',
    origins: ['明前', '高山', '古树', '武夷', '福鼎', '安溪', '祁门'],
    names: ['龙井绿茶', '正山小种', '白毫银针', '铁观音', '普洱熟茶', '红茶礼盒', '紫砂壶'],
    descriptions: ['当年新茶，密封罐装。', '手工采摘，回甘悠长。', '适合送礼，附手提袋。'],
    attribute: '规格',
    values: ['50g', '125g', '250g', '500g 礼盒'],
    prices: [39, 399],
  },
  {
    category: '零食干货',
    origins: ['新疆', '东北', '云南', '闽南', '内蒙古', '临安'],
    names: ['红枣夹核桃', '手剥山核桃', '风干牛肉', '鲜花饼', '香菇干', '黑木耳', '芒果干'],
    descriptions: ['原产地直发，独立小包装。', '不添加防腐剂，开袋即食。', '请置于阴凉干燥处。'],
    attribute: '规格',
    values: ['100g', '250g', '500g', '1kg 家庭装'],
    prices: [12, 89],
  },
  {
    category: '家居生活',
    origins: ['天然', '日式', '北欧', '手工', '加厚'],
    names: ['乳胶枕', '长绒棉浴巾', '竹编收纳篮', '香薰蜡烛', '羊毛毯', '亚麻桌布'],
    descriptions: ['柔软亲肤，可机洗。', '每一件的纹理略有不同。', '七天无理由退换。'],
    attribute: '颜色',
    values: ['米白', '雾蓝', '豆沙', '墨绿', '原木'],
    prices: [29, 299],
  },
  {
    category: '服饰配件',
    origins: ['重磅', '轻薄', '复古', '宽松', '桑蚕丝'],
    names: ['纯棉短袖', '针织开衫', '工装裤', '小方巾', '帆布包', '羊绒围巾'],
    descriptions: ['久洗不变形，建议反面晾晒。', '版型宽松，按平时尺码选。', '经典百搭款。'],
    attribute: '尺码',
    values: ['S', 'M', 'L', 'XL', '均码'],
    prices: [49, 459],
  },
  {
    category: '厨房餐具',
    origins: ['景德镇', '龙泉', '德化', '章丘', '阳江'],
    names: ['青花盖碗', '铁锅', '白瓷餐盘', '切菜刀', '砂锅', '竹砧板'],
    descriptions: ['匠人手作，包装牢固。', '首次使用前请开锅。', '破损包赔。'],
    attribute: '尺寸',
    values: ['小号', '中号', '大号'],
    prices: [25, 599],
  },
  {
    category: '文具书房',
    origins: ['文房', '学生', '复古', '极简'],
    names: ['钢笔', '线装笔记本', '宣纸', '毛笔套装', '日历', '书签'],
    descriptions: ['书写顺滑，出墨均匀。', '附赠收纳袋。', '送老师送同学。'],
    attribute: '款式',
    values: ['单件', '两件装', '礼盒'],
    prices: [9, 199],
  },
  {
    category: '母婴儿童',
    origins: ['婴儿', '幼儿', '亲子', 'A 类'],
    names: ['纱布浴巾', '连体衣', '积木', '绘本', '防滑袜', '保温杯'],
    descriptions: ['通过 A 类标准检测。', '无荧光剂，边角圆润。', '适合 0 到 6 岁。'],
    attribute: '月龄',
    values: ['0-6 月', '6-12 月', '1-3 岁', '3-6 岁'],
    prices: [19, 259],
  },
  {
    category: '户外运动',
    origins: ['超轻', '防水', '速干', '折叠'],
    names: ['登山包', '露营椅', '运动毛巾', '跳绳', '水壶', '瑜伽垫'],
    descriptions: ['出门一件就够。', '承重测试合格。', '附收纳袋。'],
    attribute: '颜色',
    values: ['曜石黑', '岩石灰', '松针绿', '落日橙'],
    prices: [29, 369],
  },
];
