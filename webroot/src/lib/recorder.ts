/** Records a voice message with what the browser has; its file is ready when the recording is ended. */
export interface Recording {
  readonly started: number;
  /** How loud it is now, 0 to 1. */
  level(): number;
  /** Ends it and gives the file. */
  finish(): Promise<File>;
  /** Ends it and forgets it. */
  cancel(): void;
}

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const ENDINGS: Record<string, string> = { 'audio/webm': 'webm', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' };

/** Whether there is a microphone to ask for: only on HTTPS or this machine. */
export const canRecord = (): boolean => 'MediaRecorder' in globalThis && !!navigator.mediaDevices?.getUserMedia;

/** Begins; fails when the person or the browser says no. */
export async function record(name: string): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 32_000 } : {});
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => data.size && parts.push(data);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const stopped = new Promise<void>((done) => (recorder.onstop = () => done()));
  const end = () => {
    if (recorder.state !== 'inactive') recorder.stop();
    stream.getTracks().forEach((track) => track.stop());
    void context.close();
  };
  recorder.start(1000);
  return {
    started: Date.now(),
    level() {
      analyser.getByteTimeDomainData(samples);
      return Math.min(1, Math.max(...samples.map((sample) => Math.abs(sample - 128))) / 64);
    },
    async finish() {
      end();
      await stopped;
      const plain = (recorder.mimeType || 'audio/webm').split(';')[0]!;
      return new File(parts, `${name}.${ENDINGS[plain] ?? 'webm'}`, { type: plain });
    },
    cancel: end,
  };
}
