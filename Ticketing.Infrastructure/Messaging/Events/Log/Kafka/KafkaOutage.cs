using Confluent.Kafka;

namespace Ticketing.Infrastructure.Messaging.Events.Log.Kafka;

/// <summary>Classifies failures of Kafka's client.</summary>
internal static class KafkaOutage
{
    /// <summary>Whether facts wait in the outbox until Kafka answers again; other failures are bugs.</summary>
    public static bool IsOutage(Exception failure) =>
        failure is KafkaException or TimeoutException or ObjectDisposedException or OperationCanceledException;

    /// <summary>Whether a newer producer with the same transactional id has replaced this one.</summary>
    public static bool IsFenced(KafkaException failure) =>
        failure.Error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;
}
