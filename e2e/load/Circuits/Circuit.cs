using System.Text;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>
/// A simulated browser with an open seat map: starts the page's circuit, acknowledges renders, and answers calls to the map's
/// script.
/// </summary>
internal sealed class Circuit(CircuitLoad viewers) : Client(bodyBytesKept: 0)
{
    private const int SwitchingProtocols = 101;
    private const string StartInvocation = "0";
    private const long NoAnswer = 0;

    private readonly Remainder _frames = new();
    private readonly Remainder _messages = new();
    private CircuitPage? _page;
    private SeatView _view;
    private bool _isGreeted;

    /// <summary>The circuit id that the server sent.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>The map has received seats.</summary>
    public bool IsOpen { get; private set; }

    public bool IsBroken { get; private set; }

    public SeatView View => _view;

    /// <summary>Does nothing: <see cref="Open"/> starts the circuit.</summary>
    public override void Begin(EventLoop loop)
    {
    }

    public void Open(EventLoop loop, CircuitPage wanted)
    {
        _page = wanted;
        loop.Send(this, viewers.Upgrade);
    }

    public override void Answered(EventLoop loop)
    {
        if (Answer.Status != SwitchingProtocols)
        {
            Broken(loop, $"the hub answered {Answer.Status}");
            return;
        }

        IsUpgraded = true;
        loop.Write(this, BlazorPackWriter.HandshakeFrame);
    }

    public override void Received(EventLoop loop, ReadOnlySpan<byte> data)
    {
        var rest = _frames.Before(data);
        while (!IsBroken && WebSocketReader.TryRead(ref rest, out var opcode, out var payload))
        {
            if (opcode == WebSocketReader.Close)
            {
                Broken(loop, "the hub closed the connection");
            }
            else if (opcode != WebSocketReader.Ping)
            {
                ReadMessages(loop, payload);
            }
        }

        _frames.Keep(rest);
    }

    public override void Broken(EventLoop loop, string reason)
    {
        if (!IsBroken)
        {
            IsBroken = true;
            viewers.Failed(this, reason);
        }
    }

    private void ReadMessages(EventLoop loop, ReadOnlySpan<byte> payload)
    {
        var rest = _messages.Before(payload);
        if (!_isGreeted)
        {
            var end = rest.IndexOf((byte)0x1E);
            if (end >= 0)
            {
                _isGreeted = true;
                rest = rest[(end + 1)..];
                loop.Write(this, viewers.Writer.StartCircuit(StartInvocation, viewers.BaseAddress, viewers.PageAddress));
            }
        }

        while (_isGreeted && BlazorPackReader.TryTake(ref rest, out var message))
        {
            Read(loop, message);
        }

        _messages.Keep(rest);
    }

    private void Read(EventLoop loop, BlazorPackReader message)
    {
        message.Array();
        var kind = message.Integer();
        if (kind is 6)
        {
            return; // A ping: replies are sent by the timer.
        }

        if (kind is not (1 or 3))
        {
            Broken(loop, "the hub ended the circuit");
            return;
        }

        message.EmptyMap();
        var invocation = message.Bytes();
        if (kind is 3)
        {
            Secret = message.Integer() == 3 ? Encoding.UTF8.GetString(message.Bytes()) : "";
            return;
        }

        var target = message.Bytes();
        message.Array();
        if (target.SequenceEqual("JS.BeginInvokeJS"u8))
        {
            Call(loop, message.Integer(), message.Bytes(), message.Bytes());
        }
        else if (target.SequenceEqual("JS.RenderBatch"u8))
        {
            loop.Write(this, viewers.Writer.OnRenderCompleted(message.Integer()));
        }
        else if (target.SequenceEqual("JS.Error"u8))
        {
            Broken(loop, Encoding.UTF8.GetString(message.Bytes()));
        }
    }

    /// <summary>Answers a call to the page's script.</summary>
    private void Call(EventLoop loop, long task, ReadOnlySpan<byte> function, ReadOnlySpan<byte> arguments)
    {
        if (function.SequenceEqual("applyDelta"u8))
        {
            _view.Apply(viewers.Updates.Find(arguments), viewers.Updates, loop.Now);
        }
        else if (function.SequenceEqual("applySnapshot"u8))
        {
            _view.BeginWith(viewers.Updates.Find(arguments), viewers.Updates, loop.Now);
        }

        if (task == NoAnswer)
        {
            return;
        }

        loop.Write(this, viewers.Writer.EndInvokeJS(task, function.SequenceEqual("import"u8) ? """{"__jsObjectId":1}"""u8
            : function.SequenceEqual("mount"u8) ? """{"__jsObjectId":2}"""u8
            : function.SequenceEqual("applyDelta"u8) || function.SequenceEqual("hasDelta"u8) ? "true"u8 : "null"u8));
        if (function.SequenceEqual("Blazor._internal.attachWebRendererInterop"u8))
        {
            loop.Write(this, viewers.Writer.UpdateRootComponents(_page!.Operations, _page.State));
            _page = null;
        }
        else if (!IsOpen && _view.Snapshot is not null)
        {
            IsOpen = true;
            viewers.Opened(this);
        }
    }
}
