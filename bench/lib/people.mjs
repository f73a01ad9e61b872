export const ADDRESS = {
  recipient: '欧阳锋',
  phone: '13912345678',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号 2 单元 304 室',
  postalCode: '310012',
};

export const REMARK = '请工作日送货，放在门卫处，谢谢。';
