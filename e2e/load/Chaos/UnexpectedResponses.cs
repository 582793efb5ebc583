using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Ticketing.Load.Chaos;

/// <summary>Counts responses outside the documented ones and 503.</summary>
internal sealed class UnexpectedResponses
{
    private const int ExamplesMax = 3;

    private readonly ConcurrentQueue<string> _examples = new();
    private int _count;

    public int Count => _count;

    public IEnumerable<string> Examples => _examples;

    public void Note(HttpStatusCode? status, byte[] body)
    {
        if (status is not (null or HttpStatusCode.ServiceUnavailable) && Interlocked.Increment(ref _count) <= ExamplesMax)
        {
            _examples.Enqueue($"{(int)status} {Encoding.UTF8.GetString(body)}");
        }
    }
}
