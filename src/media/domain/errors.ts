import { DomainError } from '#kernel';

/** By what the file holds, whatever it calls itself. */
export class PictureTypeUnsupported extends DomainError {
  constructor() {
    super({
      code: 415,
      kind: 'unsupported-type',
      zh: '只支持 JPEG、PNG、WebP 和 GIF 图片',
      en: 'Only JPEG, PNG, WebP and GIF pictures are taken',
    });
  }
}

export class PictureBroken extends DomainError {
  constructor() {
    super({ code: 422, kind: 'unprocessable', zh: '图片已损坏', en: 'The picture is broken' });
  }
}

/** So many pixels that looking at it would cost too much. */
export class PictureTooDetailed extends DomainError {
  constructor(mostPixels: number, longestSide: number) {
    super(
      { code: 422, kind: 'unprocessable', zh: '图片尺寸过大', en: 'The picture has too many pixels' },
      { mostPixels, longestSide },
    );
  }
}

export class TooManyUploads extends DomainError {
  constructor(most: number) {
    super(
      {
        code: 409,
        kind: 'conflict',
        zh: `最多保存 ${most} 张图片，请先删除一些`,
        en: `At most ${most} pictures can be kept: delete some first`,
      },
      { most },
    );
  }
}

/** Also for one that must not be shown, and to delete one of somebody else's. */
export class PictureNotFound extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '图片不存在', en: 'Picture not found' });
  }
}

/** The store of pictures does not answer, or too many pictures are under way. */
export class PicturesUnavailable extends DomainError {
  /** @param retryAfterSeconds sent to the client as `Retry-After` */
  constructor(readonly retryAfterSeconds = 5) {
    super({
      code: 503,
      kind: 'unavailable',
      zh: '图片服务暂时不可用，请稍后再试',
      en: 'Pictures are temporarily unavailable, try again soon',
    });
  }
}
