using System.Buffers.Text;
using System.Net;
using Ticketing.Load.Http;
using Ticketing.Load.Report;

namespace Ticketing.Load.Waiting;

/// <summary>The current request of all visitors: join, or read the drawn place.</summary>
internal sealed class WaitingRequests
{
    private readonly RequestTemplate _request;
    private readonly RequestTemplate.Slot _secret;
    private readonly RequestTemplate.Slot? _ticket;
    private int _next;

    private WaitingRequests(WaitingLoad visitors, RequestTemplate request, bool withTicket)
    {
        (Visitors, _request, _secret) = (visitors, request, request.Find("secret"));
        _ticket = withTicket ? request.Find("ticket") : null;
    }

    public WaitingLoad Visitors { get; }

    public Histogram Times { get; } = new();

    public long Busy { get; private set; }

    public long Errors { get; private set; }

    public string? Example { get; private set; }

    public int Done { get; private set; }

    public static WaitingRequests Join(WaitingLoad visitors, Guid performance, IPEndPoint server) => new(
        visitors, new RequestTemplate($"POST /queue/{performance}/join HTTP/1.1\r\nHost: {server}\r\nAccept: application/json\r\nHold-Secret: {{secret:{WaitingLoad.SecretLength}}}", "{}"),
        withTicket: false);

    public static WaitingRequests AskPlace(WaitingLoad visitors, Guid performance, IPEndPoint server) => new(
        visitors,
        new RequestTemplate(
            $"GET /queue/{performance}/place HTTP/1.1\r\nHost: {server}\r\nHold-Secret: {{secret:{WaitingLoad.SecretLength}}}\r\nQueue-Ticket: {{ticket:{WaitingLoad.TicketLength}}}", null),
        withTicket: true);

    /// <summary>The next visitor's request; empty: all are done.</summary>
    public ReadOnlySpan<byte> Next(out int person)
    {
        // Visitors without a ticket have no place.
        for (; _ticket is not null && _next < Visitors.Size && !Visitors.HasTicket(_next); _next++)
        {
            Done++;
        }

        person = _next;
        if (_next == Visitors.Size)
        {
            return [];
        }

        _next++;
        return Of(person);
    }

    public ReadOnlySpan<byte> Of(int person)
    {
        WaitingLoad.WriteSecret(person, _request.At(_secret));
        if (_ticket is { } slot)
        {
            Visitors.Ticket(person).CopyTo(_request.At(slot));
        }

        return _request.Bytes;
    }

    /// <summary>True: done or failed. False: retry.</summary>
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
        if (at < 0 || json.Length < at + 10 + WaitingLoad.TicketLength)
        {
            return false;
        }

        json.Slice(at + 10, WaitingLoad.TicketLength).CopyTo(Visitors.Ticket(person));
        return true;
    }

    private bool TakePlace(int person, ReadOnlySpan<byte> json)
    {
        var at = json.IndexOf("\"place\":"u8);
        return at >= 0 && Utf8Parser.TryParse(json[(at + 8)..], out Visitors.Places[person], out _);
    }
}

/// <summary>A connection shared by visitors in turn.</summary>
internal sealed class WaitingClient(Func<WaitingRequests> work) : Client(bodyBytesKept: 400)
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
