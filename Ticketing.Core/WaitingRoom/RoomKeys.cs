using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// The signing keys of tickets, passes and links: one per purpose, derived from a shared secret (HKDF-SHA256, RFC 5869). Several secrets
/// are accepted during a rotation; the first one signs.
/// </summary>
public sealed class RoomKeys
{
    private readonly Dictionary<byte, KeySet> _byId;

    /// <param name="secrets">256 random bits each; the first one signs.</param>
    public RoomKeys(params IReadOnlyList<byte[]> secrets)
    {
        Current = new KeySet(secrets[0]);
        _byId = secrets.Reverse().Select(secret => new KeySet(secret)).GroupBy(keys => keys.Id)
            .ToDictionary(same => same.Key, same => same.Last());
    }

    internal KeySet Current { get; }

    internal KeySet? Find(byte id) => _byId.GetValueOrDefault(id);

    internal sealed class KeySet(byte[] secret)
    {
        /// <summary>Identifies the secret that a token was signed with.</summary>
        public byte Id { get; } = Derive(secret, "key-id")[0];

        public byte[] Ticket { get; } = Derive(secret, "queue-ticket");

        public byte[] Seal { get; } = Derive(secret, "queue-ticket-seal");

        public byte[] Pass { get; } = Derive(secret, "admission-pass");

        public byte[] Link { get; } = Derive(secret, "admission-link");

        public byte[] Proof { get; } = Derive(secret, "join-proof");

        private static byte[] Derive(byte[] secret, string purpose) =>
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                secret,
                SHA256.HashSizeInBytes,
                info: Encoding.ASCII.GetBytes("ticketing/waiting-room/" + purpose));
    }
}
