using System.Buffers.Text;
using System.Net;
using Ticketing.Load.Http;
using Ticketing.Load.Report;

namespace Ticketing.Load.Waiting;

/// <summary>What the crowd's connections are at: everybody joins, or everybody asks for the place that was drawn.</summary>
internal sealed class CrowdWork
{
    private readonly RequestTemplate request;
    private readonly RequestTemplate.Slot secret;
    private readonly RequestTemplate.Slot? ticket;
    private int next;

    private CrowdWork(Crowd crowd, RequestTemplate request, bool withTicket)
    {
        (Crowd, this.request, secret) = (crowd, request, request.Find("secret"));
        ticket = withTicket ? request.Find("ticket") : null;
    }

    public Crowd Crowd { get; }

    public Histogram Times { get; } = new();

    public long Busy { get; private set; }

    public long Errors { get; private set; }

    public string? Example { get; private set; }

    public int Done { get; private set; }

    public static CrowdWork Join(Crowd crowd, Guid performance, IPEndPoint server) => new(
        crowd, new RequestTemplate($"POST /queue/{performance}/join HTTP/1.1\r\nHost: {server}\r\nAccept: application/json\r\nHold-Secret: {{secret:{Crowd.SecretLength}}}", "{}"),
        withTicket: false);

    public static CrowdWork AskPlace(Crowd crowd, Guid performance, IPEndPoint server) => new(
        crowd,
        new RequestTemplate(
            $"GET /queue/{performance}/place HTTP/1.1\r\nHost: {server}\r\nHold-Secret: {{secret:{Crowd.SecretLength}}}\r\nQueue-Ticket: {{ticket:{Crowd.TicketLength}}}", null),
        withTicket: true);

    /// <summary>The next person's request; empty: everybody has had their turn.</summary>
    public ReadOnlySpan<byte> Next(out int person)
    {
        // Whoever got no ticket has no place to ask for.
        for (; ticket is not null && next < Crowd.Size && !Crowd.HasTicket(next); next++)
        {
            Done++;
        }

        person = next;
        if (next == Crowd.Size)
        {
            return [];
        }

        next++;
        return Of(person);
    }

    public ReadOnlySpan<byte> Of(int person)
    {
        Crowd.WriteSecret(person, request.At(secret));
        if (ticket is { } slot)
        {
            Crowd.Ticket(person).CopyTo(request.At(slot));
        }

        return request.Bytes;
    }

    /// <summary>True: the person has what they asked for, or never will. False: once more.</summary>
    public bool Answered(int person, AnswerReader answer, long ticks)
    {
        if (answer.Status == 503)
        {
            Busy++;
            return false;
        }

        Done++;
        Times.Record(ticks);
        if (answer.Status is not (200 or 201) || !(ticket is null ? TakeTicket(person, answer.Body) : TakePlace(person, answer.Body)))
        {
            Wrong($"{answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Body)}");
        }

        return true;
    }

    public void Wrong(string example)
    {
        Errors++;
        Example ??= example;
    }

    private bool TakeTicket(int person, ReadOnlySpan<byte> json)
    {
        var at = json.IndexOf("\"ticket\":\""u8);
        if (at < 0 || json.Length < at + 10 + Crowd.TicketLength)
        {
            return false;
        }

        json.Slice(at + 10, Crowd.TicketLength).CopyTo(Crowd.Ticket(person));
        return true;
    }

    private bool TakePlace(int person, ReadOnlySpan<byte> json)
    {
        var at = json.IndexOf("\"place\":"u8);
        return at >= 0 && Utf8Parser.TryParse(json[(at + 8)..], out Crowd.Places[person], out _);
    }
}

/// <summary>A connection that one person after the other uses.</summary>
internal sealed class CrowdClient(Func<CrowdWork> work) : Client(bodyBytesKept: 400)
{
    private int person;
    private long askedAt;

    public override void Begin(EventLoop loop) => Ask(loop, work().Next(out person));

    public override void Answered(EventLoop loop)
    {
        var now = work();
        Ask(loop, now.Answered(person, Answer, loop.Now - askedAt) ? now.Next(out person) : now.Of(person));
    }

    public override void Broken(EventLoop loop, string reason)
    {
        work().Wrong("a connection broke: " + reason);
        Ask(loop, work().Next(out person));
    }

    private void Ask(EventLoop loop, ReadOnlySpan<byte> request)
    {
        if (!request.IsEmpty)
        {
            askedAt = loop.Now;
            loop.Send(this, request);
        }
    }
}
