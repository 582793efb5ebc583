namespace Ticketing.Infrastructure.Analytics.Live;

/// <summary>Whose figures have changed.</summary>
internal readonly record struct SalesTopic(Guid Organization, Guid Event);

/// <summary>
/// The message between instances: the sender, then the changed events with their organizations. Without any, all figures may have changed.
/// </summary>
internal static class SalesMessage
{
    /// <summary>With more changes than this, all have changed: a message stays small.</summary>
    public const int TopicsMax = 200;

    private const int IdBytes = 16;
    private const int TopicBytes = 2 * IdBytes;

    public static byte[] Write(Guid sender, IReadOnlyList<SalesTopic> topics)
    {
        var message = new byte[IdBytes + (TopicBytes * topics.Count)];
        sender.TryWriteBytes(message);
        for (var i = 0; i < topics.Count; i++)
        {
            var at = IdBytes + (TopicBytes * i);
            topics[i].Organization.TryWriteBytes(message.AsSpan(at));
            topics[i].Event.TryWriteBytes(message.AsSpan(at + IdBytes));
        }

        return message;
    }

    /// <summary>False: it is no such message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out Guid sender, out IReadOnlyList<SalesTopic> topics)
    {
        (sender, topics) = (default, []);
        if (message.Length < IdBytes || (message.Length - IdBytes) % TopicBytes != 0)
        {
            return false;
        }

        sender = new Guid(message[..IdBytes]);
        var read = new SalesTopic[(message.Length - IdBytes) / TopicBytes];
        for (var i = 0; i < read.Length; i++)
        {
            var topic = message[(IdBytes + (TopicBytes * i))..];
            read[i] = new SalesTopic(new Guid(topic[..IdBytes]), new Guid(topic[IdBytes..TopicBytes]));
        }

        topics = read;
        return true;
    }
}
