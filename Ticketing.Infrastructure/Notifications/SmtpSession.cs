using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>One client's conversation with the local SMTP server (RFC 5321; 8BITMIME, SMTPUTF8 and SIZE).</summary>
internal sealed partial class SmtpSession(Stream stream, LocalMailbox mailbox) : IAsyncDisposable
{
    /// <summary>The largest message.</summary>
    public const int MessageOctetsMax = 25 * 1024 * 1024;

    public const int RecipientsMax = 100;

    private const int CommandOctetsMax = 1024;

    // RFC 5321 says 1,000; some programs write longer ones, and the message's own limit is there anyway.
    private const int TextLineOctetsMax = 64 * 1024;

    private const int ErrorsMax = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceForText = TimeSpan.FromMinutes(10);

    private readonly SmtpLines lines = new(stream);
    private readonly List<string> recipients = [];
    private string? sender;
    private bool greeted;
    private int errors;

    /// <param name="busy">There are too many sessions: says so and ends.</param>
    public async Task RunAsync(bool busy, CancellationToken stop)
    {
        await lines.WriteAsync(busy ? "421 localhost too many connections" : "220 localhost Ticketing's local mailbox, ESMTP", stop);
        while (!busy && errors < ErrorsMax)
        {
            if (await ReadCommandAsync(stop) is not { } command || !await AnswerAsync(command, stop))
            {
                return;
            }
        }

        if (!busy)
        {
            await lines.WriteAsync("421 localhost too many errors", stop);
        }
    }

    public ValueTask DisposeAsync() => lines.DisposeAsync();

    private async Task<string?> ReadCommandAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            return await lines.ReadAsync(CommandOctetsMax, patience.Token) is { } line ? Encoding.UTF8.GetString(line) : null;
        }
        catch (SmtpLineTooLongException)
        {
            return "";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await lines.WriteAsync("421 localhost nothing heard for a minute", stop);
            return null;
        }
    }

    // False ends the conversation.
    private async Task<bool> AnswerAsync(string line, CancellationToken stop)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (verb, argument) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
        switch (verb.ToUpperInvariant())
        {
            case "EHLO":
                (greeted, sender) = (true, null);
                await lines.WriteAsync($"250-localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {MessageOctetsMax}", stop);
                return true;
            case "HELO":
                (greeted, sender) = (true, null);
                await lines.WriteAsync("250 localhost", stop);
                return true;
            case "MAIL":
                await lines.WriteAsync(From(argument), stop);
                return true;
            case "RCPT":
                await lines.WriteAsync(To(argument), stop);
                return true;
            case "DATA":
                return await DataAsync(stop);
            case "RSET":
                Reset();
                await lines.WriteAsync("250 2.0.0 forgotten", stop);
                return true;
            case "NOOP":
                await lines.WriteAsync("250 2.0.0 fine", stop);
                return true;
            case "VRFY":
                await lines.WriteAsync("252 2.1.5 try it", stop);
                return true;
            case "QUIT":
                await lines.WriteAsync("221 2.0.0 bye", stop);
                return false;
            default:
                await lines.WriteAsync(Error("500 5.5.2 not understood"), stop);
                return true;
        }
    }

    private string From(string argument)
    {
        if (!greeted || sender is not null)
        {
            return Error("503 5.5.1 first EHLO, then one MAIL");
        }

        if (FromPattern().Match(argument) is not { Success: true } match)
        {
            return Error("501 5.1.7 MAIL FROM:<address>");
        }

        var size = SizePattern().Match(match.Groups["parameters"].Value);
        if (size.Success && (!long.TryParse(size.Groups["octets"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var octets) || octets > MessageOctetsMax))
        {
            return Error("552 5.3.4 the message is too large");
        }

        Reset();
        sender = match.Groups["address"].Value;
        return "250 2.1.0 OK";
    }

    private string To(string argument)
    {
        if (sender is null)
        {
            return Error("503 5.5.1 first MAIL");
        }

        if (ToPattern().Match(argument) is not { Success: true } match)
        {
            return Error("501 5.1.3 RCPT TO:<address>");
        }

        if (recipients.Count >= RecipientsMax)
        {
            return Error("452 4.5.3 too many recipients");
        }

        recipients.Add(match.Groups["address"].Value);
        return "250 2.1.5 OK";
    }

    private async Task<bool> DataAsync(CancellationToken stop)
    {
        if (sender is null || recipients.Count == 0)
        {
            await lines.WriteAsync(Error("503 5.5.1 first MAIL and RCPT"), stop);
            return true;
        }

        await lines.WriteAsync("354 go on, end with a line of one dot", stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(PatienceForText);
        using var message = new MemoryStream();
        if (await ReadTextAsync(message, patience.Token) is not { } fits)
        {
            return false;
        }

        await lines.WriteAsync(fits ? await StoreAsync(message.ToArray(), stop) : Error("552 5.3.4 the message is too large"), stop);
        Reset();
        return true;
    }

    // Whether the text fitted into the limits; null when the client went away in the middle of it.
    private async Task<bool?> ReadTextAsync(MemoryStream message, CancellationToken stop)
    {
        var fits = true;
        while (true)
        {
            byte[]? line;
            try
            {
                line = await lines.ReadAsync(TextLineOctetsMax, stop);
            }
            catch (SmtpLineTooLongException)
            {
                fits = false;
                continue;
            }

            if (line is null)
            {
                return null;
            }

            if (line is [(byte)'.'])
            {
                return fits;
            }

            // Too large a message is read to its end all the same, so that client and server agree where it is.
            fits &= message.Length + line.Length <= MessageOctetsMax;
            if (fits)
            {
                message.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
                message.Write("\r\n"u8);
            }
        }
    }

    // "250" makes the message ours to keep: it is committed before that is said.
    private async Task<string> StoreAsync(byte[] message, CancellationToken stop)
    {
        var id = await mailbox.StoreAsync(sender!, [.. recipients], message, stop);
        return id is null ? "451 4.3.0 it could not be kept, try again" : $"250 2.0.0 kept as {id}";
    }

    private void Reset()
    {
        sender = null;
        recipients.Clear();
    }

    private string Error(string answer)
    {
        errors++;
        return answer;
    }

    [GeneratedRegex(@"^FROM:\s?<(?<address>[^<>\s]{0,320})>(?<parameters>.*)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex FromPattern();

    [GeneratedRegex(@"^TO:\s?<(?<address>[^<>\s@]{1,64}@[^<>\s]{1,255})>.*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ToPattern();

    [GeneratedRegex(@"\sSIZE=(?<octets>\d+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SizePattern();
}
