import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;

/** The message tree of Apache James Mime4j (https://james.apache.org/mime4j/). */
final class Mime4jDom implements Contract.Peer {
  @Override
  public void see(byte[] bytes, Contract.Rung rung, Contract.Counts counts) throws Exception {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(Mime4jStream.UNLIMITED);
    Message message = builder.parseMessage(new ByteArrayInputStream(bytes));
    if (rung.compareTo(Contract.Rung.selected) >= 0) {
      counts.sum += message.getFrom() == null ? 0 : message.getFrom().size();
      counts.sum += message.getSubject() == null ? 0 : message.getSubject().length();
      counts.sum += message.getDate() == null ? 0 : 1;
    }
    walk(message, rung, counts);
    message.dispose();
  }

  private void walk(Entity entity, Contract.Rung rung, Contract.Counts counts) throws IOException {
    for (Field field : entity.getHeader().getFields()) {
      counts.fields++;
      if (rung.compareTo(Contract.Rung.headers) >= 0) counts.sum += Mime4jStream.decoded(field.getBody());
    }
    Body body = entity.getBody();
    if (body instanceof Multipart multipart) {
      for (Entity part : multipart.getBodyParts()) walk(part, rung, counts);
    } else if (body instanceof Message inner) {
      walk(inner, rung, counts);
    } else {
      counts.parts++;
      if (rung != Contract.Rung.full) return;
      if (body instanceof TextBody text) {
        counts.drain(text.getReader());
      } else if (body instanceof SingleBody single) {
        counts.drain(single.getInputStream(), null);
      }
    }
  }
}
