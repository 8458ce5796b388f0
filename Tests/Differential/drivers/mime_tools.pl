# MIME-tools' MIME::Parser with its default options, bodies kept in memory.
use strict;
use warnings;
use MIME::Parser;
use MIME::WordDecoder;
use Mail::Address;

$| = 1;
binmode STDIN;
my $parser = MIME::Parser->new;
$parser->output_to_core(1);
$parser->tmp_to_core(1);
$parser->extract_nested_messages(1);

# A field's value: unfolded, its encoded words decoded to UTF-8.
sub decoded {
  my ($text) = @_;
  return undef unless defined $text;
  my $decoded = $text =~ /=\?/ ? eval { mime_to_perl_string($text) } : $text;
  $decoded = $text unless defined $decoded;
  utf8::encode($decoded) if utf8::is_utf8($decoded);
  return $decoded;
}

sub hexadecimal {
  my ($text) = @_;
  return 'null' unless defined $text;
  utf8::encode($text) if utf8::is_utf8($text);
  return '"' . unpack('H*', $text) . '"';
}

sub leaves {
  my ($entity) = @_;
  return map { leaves($_) } $entity->parts if $entity->parts;
  my $name = $entity->head->recommended_filename;
  my $body = $entity->bodyhandle ? $entity->bodyhandle->as_string : '';
  return sprintf '{"type":%s,"name":%s,"body":%s}', hexadecimal(lc $entity->effective_type),
    hexadecimal(decoded($name)), hexadecimal($body);
}

sub reading {
  my ($bytes) = @_;
  my $message = $parser->parse_data(\$bytes);
  my $from = $message->head->get('From', 0);
  my @addresses = defined $from ? map { hexadecimal($_->address) } Mail::Address->parse($from) : ();
  my $subject = $message->head->get('Subject', 0);
  if (defined $subject) { $subject =~ s/\r?\n(?=[ \t])//g; $subject =~ s/\r?\n\z//; }
  return sprintf '{"leaves":[%s],"from":[%s],"subject":%s}', join(',', leaves($message)), join(',', @addresses),
    hexadecimal(decoded($subject));
}

while (defined(my $length = <STDIN>)) {
  read(STDIN, my $bytes, $length);
  my $answer = eval { local $SIG{__WARN__} = sub {}; reading($bytes) };
  $answer = '{"error":' . hexadecimal("$@") . '}' unless defined $answer;
  print "$answer\n";
}
