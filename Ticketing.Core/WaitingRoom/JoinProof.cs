using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// The proof of work for a join from a network with many joins. It names the owner who joins: an owner has one place, so one proof is
/// worth one place at most.
/// </summary>
public static class JoinProof
{
    public static WorkProof Ask(PerformanceId performance, QueueOwner owner, int bits, DateTimeOffset now, RoomKeys keys) =>
        WorkProof.Ask(Purpose(performance, owner), bits, now, keys.Current.Proof);

    /// <returns>The unique number of the proof, to be used once; null: the answer is invalid.</returns>
    public static byte[]? Read(string? answer, PerformanceId performance, QueueOwner owner, int bits, DateTimeOffset now, RoomKeys keys) =>
        WorkProof.Read(answer, Purpose(performance, owner), bits, now, keys.Current.Proof);

    private static string Purpose(PerformanceId performance, QueueOwner owner) =>
        $"join|{performance.Value:N}|{Convert.ToHexStringLower(owner.ToArray())}";
}
