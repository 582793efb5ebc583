using System.Text;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>Loads the page for one circuit after the other, on a connection separate from the circuit's.</summary>
internal sealed class PageReader(CircuitLoad viewers) : Client(bodyBytesKept: 256 * 1024)
{
    private const int Ok = 200;

    private Circuit? _circuit;

    public override void Begin(EventLoop loop) => viewers.Free(this);

    public void ReadFor(EventLoop loop, Circuit reader)
    {
        _circuit = reader;
        loop.Send(this, viewers.PageRequest);
    }

    public override void Answered(EventLoop loop)
    {
        var opening = _circuit!;
        viewers.Free(this);
        if (Answer.Status == Ok && CircuitPage.Read(Answer.Body) is { } page)
        {
            opening.Open(loop, page);
        }
        else
        {
            opening.Broken(loop, $"the page answered {Answer.Status}: {Encoding.UTF8.GetString(Answer.Body[..Math.Min(Answer.Body.Length, 200)])}");
        }
    }

    public override void Broken(EventLoop loop, string reason)
    {
        _circuit?.Broken(loop, "the page was not answered: " + reason);
        viewers.Free(this);
    }
}
