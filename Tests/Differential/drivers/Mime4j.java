import java.io.ByteArrayInputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;

/** Apache James mime4j's DOM, with its permissive configuration. */
final class Mime4j extends Driver {
  public static void main(String[] arguments) throws Exception {
    new Mime4j().run();
  }

  @Override
  Reading read(byte[] bytes) throws Exception {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
    builder.setDecodeMonitor(DecodeMonitor.SILENT);
    Message message = builder.parseMessage(new ByteArrayInputStream(bytes));
    Reading reading = new Reading();
    addLeaves(message, reading);
    if (message.getFrom() != null)
      for (Mailbox mailbox : message.getFrom()) reading.from.add(hex(mailbox.getAddress()));
    reading.subject = hex(message.getSubject());
    return reading;
  }

  private static void addLeaves(Entity entity, Reading reading) throws Exception {
    Body body = entity.getBody();
    if (body instanceof Multipart) {
      for (Entity child : ((Multipart) body).getBodyParts()) addLeaves(child, reading);
    } else if (body instanceof Message) {
      addLeaves((Message) body, reading);
    } else {
      String name = entity.getFilename();
      Object type = entity.getHeader() == null ? null : entity.getHeader().getField("Content-Type");
      if (name == null && type instanceof ContentTypeField) name = ((ContentTypeField) type).getParameter("name");
      if (name != null) name = DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT);
      byte[] content = body instanceof SingleBody ? bytes(((SingleBody) body).getInputStream()) : new byte[0];
      reading.addLeaf(entity.getMimeType(), name, content);
    }
  }
}
