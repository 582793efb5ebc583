using System.Buffers.Text;
using System.Net;
using Ticketing.Load.Http;
using Ticketing.Load.Report;

namespace Ticketing.Load.Waiting;

/// <summary>What the crowd's connections are at: everybody joins, or everybody asks for the place that was drawn.</summary>
internal sealed class CrowdWork
{
    private readonly RequestTemplate _request;
    private readonly RequestTemplate.Slot _secret;
    private readonly RequestTemplate.Slot? _ticket;
    private int _next;

    private CrowdWork(Crowd crowd, RequestTemplate request, bool withTicket)
    {
        (Crowd, _request, _secret) = (crowd, request, request.Find("secret"));
        _ticket = withTicket ? request.Find("ticket") : null;
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
        for (; _ticket is not null && _next < Crowd.Size && !Crowd.HasTicket(_next); _next++)
        {
            Done++;
        }

        person = _next;
        if (_next == Crowd.Size)
        {
            return [];
        }

        _next++;
        return Of(person);
    }

    public ReadOnlySpan<byte> Of(int person)
    {
        Crowd.WriteSecret(person, _request.At(_secret));
        if (_ticket is { } slot)
        {
            Crowd.Ticket(person).CopyTo(_request.At(slot));
        }

        return _request.Bytes;
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
        if (answer.Status is not (200 or 201) || !(_ticket is null ? TakeTicket(person, answer.Body) : TakePlace(person, answer.Body)))
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
    private int _person;
    private long _askedAt;

    public override void Begin(EventLoop loop) => Ask(loop, work().Next(out _person));

    public override void Answered(EventLoop loop)
    {
        var now = work();
        Ask(loop, now.Answered(_person, Answer, loop.Now - _askedAt) ? now.Next(out _person) : now.Of(_person));
    }

    public override void Broken(EventLoop loop, string reason)
    {
        work().Wrong("a connection broke: " + reason);
        Ask(loop, work().Next(out _person));
    }

    private void Ask(EventLoop loop, ReadOnlySpan<byte> request)
    {
        if (!request.IsEmpty)
        {
            _askedAt = loop.Now;
            loop.Send(this, request);
        }
    }
}
