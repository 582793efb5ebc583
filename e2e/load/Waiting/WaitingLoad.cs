using System.Text;

namespace Ticketing.Load.Waiting;

/// <summary>People who wait: of each the secret that they are known by, the ticket they got, and their place once it was drawn.</summary>
internal sealed class Crowd(int size)
{
    public const int SecretLength = 43;
    public const int TicketLength = 104;

    private readonly byte[] _tickets = new byte[(long)size * TicketLength];

    public int Size => size;

    /// <summary>-1: not known.</summary>
    public long[] Places { get; } = Enumerable.Repeat(-1L, size).ToArray();

    public static void WriteSecret(int person, Span<byte> secret)
    {
        secret.Fill((byte)'a');
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
