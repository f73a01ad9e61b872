import { AvatarUrl } from './avatar-url.js';
import { FieldInvalid } from './errors.js';
import { Nickname } from './nickname.js';
import { User } from './user.js';

const now = new Date('2026-01-01T00:00:00.000Z');

describe('a user', () => {
  it('joins with WeChat’s own default name, without picture', () => {
    expect(User.join('u1', now).state).toEqual({
      id: 'u1',
      nickname: Nickname.initial,
      avatarUrl: AvatarUrl.none,
      createdAt: now,
    });
  });

  it('changes one thing and keeps the others', () => {
    const user = User.join('u1', now);
    user.rename(Nickname.of('小明'));
    user.show(AvatarUrl.of('https://img.example/1.png'));
    expect(user.state.nickname.value).toBe('小明');
    expect(user.state.avatarUrl.value).toBe('https://img.example/1.png');
    expect(User.restore(user.state).state).toEqual(user.state);
  });
});

it.each([
  ['https://cdn.example/pictures/0f.jpg', '0f.jpg', ''],
  ['/api/v1/uploads/0f.jpg', '0f.jpg', ''],
  ['https://cdn.example/pictures/0f.jpg', '1e.jpg', 'https://cdn.example/pictures/0f.jpg'],
  ['https://cdn.example/pictures/a0f.jpg', '0f.jpg', 'https://cdn.example/pictures/a0f.jpg'],
  ['https://cdn.example/', '', 'https://cdn.example/'],
])('with the picture %s has, once %s is gone, the picture "%s"', (url, gone, left) => {
  const user = User.join('u1', now);
  user.show(AvatarUrl.of(url));
  user.losePicture(gone);
  expect(user.state.avatarUrl.value).toBe(left);
});

describe('a nickname', () => {
  it('is what WeChat calls people, until one is chosen', () => {
    expect(Nickname.initial.value).toBe('微信用户');
  });

  it.each(['a', '集市', 'x'.repeat(32), '😀'.repeat(32)])('may be %s', (value) => {
    expect(Nickname.of(value).value).toBe(value);
  });

  it.each(['', '  ', '\u3000', 'x'.repeat(33), '😀'.repeat(33)])(
    'has 1 to 32 characters, not all blank: not "%s"',
    (value) => {
      expect(() => Nickname.of(value)).toThrow(new FieldInvalid('nickname'));
    },
  );
});

it('a nickname is the same as another when it reads the same', () => {
  expect(Nickname.of('小明').equals(Nickname.restore('小明'))).toBe(true);
  expect(Nickname.of('小明').equals(Nickname.of('小红'))).toBe(false);
});

it('is read back whatever today’s rules are', () => {
  expect(Nickname.restore('').value).toBe('');
  expect(AvatarUrl.restore('ftp://old').value).toBe('ftp://old');
});

describe('an avatar address', () => {
  it.each([
    '',
    'https://thirdwx.qlogo.cn/mmopen/vi_32/abc/132',
    '/uploads/01J0.png',
    'http://localhost:3000/uploads/01J0.png',
    'http://127.0.0.1/uploads/01J0.png',
    '/api/v1/uploads/0f0f.png',
    'http://localhost:3000/api/v1/uploads/0f0f.png',
    `https://img.example/${'x'.repeat(235)}`,
  ])('may be "%s"', (value) => {
    expect(AvatarUrl.of(value).value).toBe(value);
  });

  it.each([
    'http://img.example/1.png',
    'http://tmp/abc.png',
    'http://localhost.example/uploads/1.png',
    'wxfile://tmp_abc.png',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    'https://',
    'https://user:secret@img.example/1.png',
    'https://user@img.example/1.png',
    'https://:secret@img.example/1.png',
    'https://img.example/a b.png',
    '//img.example/1.png',
    'view-source:https://img.example/1.png',
    'https://[/1.png',
    'xhttp://localhost/uploads/1.png',
    'http://localhost/uploads/1 2.png',
    '/uploads/1 2.png',
    '/uploads/../admin',
    '/uploads/',
    '/api/v2/uploads/1.png',
    'http://localhost/api/v1/orders/1.png',
    `https://img.example/${'x'.repeat(236)}`,
  ])('is https or a file uploaded here: not %s', (value) => {
    expect(() => AvatarUrl.of(value)).toThrow(new FieldInvalid('avatarUrl'));
  });
});
