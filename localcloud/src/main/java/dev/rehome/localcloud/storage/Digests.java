package dev.rehome.localcloud.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Both digests of a content, in base64 as the API gives them. */
record Digests(String md5, String crc32c) {
  static Digests of(Path content) throws IOException {
    try (InputStream in = Files.newInputStream(content)) {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      var crc = new CRC32C();
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        md5.update(buffer, 0, count);
        crc.update(buffer, 0, count);
      }
      byte[] sum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
      Base64.Encoder base64 = Base64.getEncoder();
      return new Digests(base64.encodeToString(md5.digest()), base64.encodeToString(sum));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no MD5", e);
    }
  }
}
