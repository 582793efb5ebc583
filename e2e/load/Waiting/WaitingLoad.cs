using System.Text;

namespace Ticketing.Load.Waiting;

/// <summary>Simulated visitors of a waiting room: their secrets, tickets and drawn places.</summary>
internal sealed class WaitingLoad(int size)
{
    public const int SecretLength = 43;
    public const int TicketLength = 104;

    private readonly byte[] _tickets = new byte[(long)size * TicketLength];

    public int Size => size;

    /// <summary>Drawn places by visitor; -1: unknown.</summary>
    public long[] Places { get; } = Enumerable.Repeat(-1L, size).ToArray();

    public static void WriteSecret(int person, Span<byte> secret)
    {
        secret.Fill((byte)'A');
        if (!person.TryFormat(secret[1..], out _, "D9", System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException();
        }
    }

    public static string Secret(int person)
    {
        Span<byte> secret = stackalloc byte[SecretLength];
        WriteSecret(person, secret);
        return Encoding.ASCII.GetString(secret);
    }

    public Span<byte> Ticket(int person) => _tickets.AsSpan(person * TicketLength, TicketLength);

    public string TicketText(int person) => Encoding.ASCII.GetString(Ticket(person));

    public bool HasTicket(int person) => _tickets[person * TicketLength] != 0;
}
