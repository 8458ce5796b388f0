#!/usr/bin/perl
# The contract of a benchmark driver, for Email::MIME (https://metacpan.org/pod/Email::MIME):
#   contract.pl PACK RUNG WARM PASSES STRIDE [latency]
use strict;
use warnings;
use Email::MIME;
use Encode ();
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC CLOCK_PROCESS_CPUTIME_ID);

my %RUNGS = (structure => 0, selected => 1, headers => 2, full => 3);
my ($path, $mode, $warm, $passes, $stride, $latency) = @ARGV;
my $rung = $RUNGS{$mode} // die "no such rung\n";
my ($parts, $fields, $decoded, $sum);

sub read_pack {
    my (@messages, $head, $bytes);
    open my $file, '<:raw', $path or die "cannot open the pack\n";
    for (my $ordinal = 0; read($file, $head, 4) == 4; $ordinal++) {
        read($file, $bytes, unpack('V', $head));
        push @messages, $bytes if $ordinal % $stride == 0;
    }
    return \@messages;
}

sub see {
    my $copy = $_[0];    # Email::MIME may change what it is given
    my $message = Email::MIME->new(\$copy);
    if ($rung >= 1) {
        $sum += length($message->header_str($_) // '') for qw(From Subject Date);
    }
    walk($message);
}

sub walk {
    my ($part) = @_;
    my @pairs = $rung >= 2 ? $part->header_str_pairs : $part->header_raw_pairs;
    $fields += @pairs / 2;
    my @inner = $part->subparts;
    if (!@inner && ($part->content_type // '') =~ m{^message/rfc822}i) { @inner = (Email::MIME->new($part->body)) }
    if (@inner) { walk($_) for @inner; return }
    $parts++;
    $decoded += length(content($part)) if $rung == 3;
}

# Bytes, or characters for a text part.
sub content {
    my ($part) = @_;
    my $type = $part->content_type // 'text/plain';
    return $part->body unless $type =~ m{^text/}i;
    my ($name) = $type =~ m{charset="?([^";\s]+)}i;
    my $charset = Encode::find_encoding($name // 'us-ascii');
    return $charset ? $charset->decode($part->body) : $part->body;
}

sub throughput {
    my ($messages) = @_;
    my $bytes = 0;
    $bytes += length for @$messages;
    for my $pass (-$warm .. $passes - 1) {
        ($parts, $fields, $decoded, $sum) = (0, 0, 0, 0);
        my ($wall, $processor) = map { clock_gettime($_) } CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID;
        see($_) for @$messages;
        $processor = clock_gettime(CLOCK_PROCESS_CPUTIME_ID) - $processor;
        $wall = clock_gettime(CLOCK_MONOTONIC) - $wall;
        next if $pass < 0;
        printf '{"peer":"email-mime","mode":"%s","s":%.9f,"cpu":%.9f,"bytes":%d,"msgs":%d,', $mode, $wall, $processor,
            $bytes, scalar @$messages;
        printf qq("parts":%d,"headers":%d,"decoded":%d,"sum":%d}\n), $parts, $fields, $decoded, $sum;
    }
}

sub latency {
    my ($messages) = @_;
    my @fastest = (9**9) x @$messages;
    for my $pass (-$warm .. $passes - 1) {
        for my $i (0 .. $#$messages) {
            my $start = clock_gettime(CLOCK_MONOTONIC);
            see($messages->[$i]);
            my $elapsed = clock_gettime(CLOCK_MONOTONIC) - $start;
            $fastest[$i] = $elapsed if $pass >= 0 && $elapsed < $fastest[$i];
        }
    }
    @fastest = sort { $a <=> $b } @fastest;
    printf qq({"peer":"email-mime","mode":"%s","msgs":%d,"p50":%.0f,"p99":%.0f,"max":%.0f}\n), $mode, scalar @fastest,
        map { $_ * 1e9 } @fastest[@fastest / 2, @fastest * 99 / 100, -1];
}

my $messages = read_pack();
$latency ? latency($messages) : throughput($messages);
