import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';

/** Where pictures can be seen. */
@Injectable()
export class PictureUrls {
  constructor(private readonly config: Config) {}

  of(name: string): string {
    return `${this.config.uploads.publicBaseUrl}/${name}`;
  }
}
