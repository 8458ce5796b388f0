import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/** The event parser of Apache James Mime4j (https://james.apache.org/mime4j/). */
final class Mime4jStream implements Contract.Peer {
  static final MimeConfig UNLIMITED =
      MimeConfig.custom().setMaxLineLen(-1).setMaxHeaderCount(-1).setMaxHeaderLen(-1).setMaxContentLen(-1).build();

  @Override
  public void see(byte[] message, Contract.Rung rung, Contract.Counts counts) throws Exception {
    MimeStreamParser parser = new MimeStreamParser(UNLIMITED);
    parser.setContentDecoding(rung == Contract.Rung.full);
    parser.setContentHandler(new Handler(rung, counts));
    parser.parse(new ByteArrayInputStream(message));
  }

  /** Decodes only where there is an encoded word, as a careful caller would: DecoderUtil is slow on long plain text. */
  static int decoded(String body) {
    return body.contains("=?") ? DecoderUtil.decodeEncodedWords(body, DecodeMonitor.SILENT).length() : body.length();
  }

  private static final class Handler extends AbstractContentHandler {
    private final Contract.Rung rung;
    private final Contract.Counts counts;

    Handler(Contract.Rung rung, Contract.Counts counts) {
      this.rung = rung;
      this.counts = counts;
    }

    @Override
    public void field(Field field) {
      counts.fields++;
      if (rung.compareTo(Contract.Rung.headers) >= 0) counts.sum += decoded(field.getBody());
    }

    @Override
    public void body(BodyDescriptor descriptor, InputStream leaf) throws IOException {
      counts.parts++;
      if (rung != Contract.Rung.full) return;
      String charset = descriptor.getCharset() == null ? "us-ascii" : descriptor.getCharset();
      counts.drain(leaf, "text".equals(descriptor.getMediaType()) ? charset : null);
    }
  }
}
